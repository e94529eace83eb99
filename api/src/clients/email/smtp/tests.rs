#![allow(clippy::unwrap_used)]
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

use super::*;
use crate::clients::email::Accepted;

/// What the server does at the end of the mail, or at RCPT, for the recipient's name.
async fn serve(stream: TcpStream, features: &str) {
    let mut lines = BufReader::new(stream);
    lines.write_all(b"220 test\r\n").await.unwrap();
    let (mut to, mut line) = (String::new(), String::new());
    loop {
        line.clear();
        if lines.read_line(&mut line).await.unwrap_or(0) == 0 {
            return;
        }
        let answer = match line.split([' ', ':', '\r']).next().unwrap() {
            "EHLO" => features.to_owned(),
            "RCPT" => {
                to = line.split(['<', '@']).nth(1).unwrap().to_owned();
                if to == "unknown" { "550 5.1.1 nobody\r\n" } else { "250 OK\r\n" }.to_owned()
            }
            "MAIL" if line.contains("turned.away") => "550 5.7.1 not from you\r\n".to_owned(),
            "DATA" if to == "unknown" => "503 5.5.1 no recipient\r\n".to_owned(),
            "DATA" if to == "cut" => return,
            "DATA" => {
                lines.write_all(b"354 go on\r\n").await.unwrap();
                while line != ".\r\n" {
                    line.clear();
                    lines.read_line(&mut line).await.unwrap();
                }
                match to.as_str() {
                    "reset" => return lines.into_inner().set_zero_linger().unwrap(),
                    "late" => tokio::time::sleep(Duration::from_millis(1_500)).await,
                    _ => {}
                }
                if to == "full" { "552 5.2.2 full\r\n" } else { "250 taken\r\n" }.to_owned()
            }
            _ => "250 OK\r\n".to_owned(),
        };
        lines.write_all(answer.as_bytes()).await.unwrap();
        if to == "last" && answer.starts_with("250 taken") {
            return;
        }
    }
}

/// A server, one connection to it at a time, and how many there have been.
async fn server(pipelining: bool) -> (SmtpEmail, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let features = if pipelining { "250-test\r\n250 PIPELINING\r\n" } else { "250 test\r\n" };
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::Relaxed);
            tokio::spawn(serve(stream, features));
        }
    });
    let config = EmailConfig { smtp_url: Some(url), pool: 1, answer_seconds: 1, ..EmailConfig::default() };
    (SmtpEmail::new(&config).unwrap(), count)
}

async fn send(server: &SmtpEmail, to: &str) -> Answer {
    let email = Email {
        id: "message-12".into(),
        to: format!("{to}@example.org").parse().unwrap(),
        subject: "Your vaccination".into(),
        text: "Dear Zoë".into(),
        html: None,
        unsubscribe: None,
    };
    server.send(&email).await
}

const TAKEN: Answer = Ok(Accepted { provider_id: None });

#[tokio::test]
async fn a_server_that_is_not_there_took_nothing() {
    let config = EmailConfig { smtp_url: Some("smtp://127.0.0.1:1".into()), ..EmailConfig::default() };
    let error = send(&SmtpEmail::new(&config).unwrap(), "jo").await.unwrap_err();
    assert!(matches!(error, SendError::NotConnected(_)), "{error:?}");
}

#[tokio::test]
async fn mails_follow_each_other_over_one_connection_whatever_becomes_of_each() {
    for pipelining in [false, true] {
        let (server, connections) = server(pipelining).await;
        let refused = |words: &str| Err(SendError::Refused(words.to_owned()));
        assert_eq!(send(&server, "a").await, TAKEN);
        assert_eq!(send(&server, "unknown").await, Err(SendError::NoSuchAddress("550 5.1.1".to_owned())));
        assert_eq!(send(&server, "b").await, TAKEN);
        assert_eq!(send(&server, "full").await, refused("552 5.2.2"));
        assert_eq!(send(&server, "c").await, TAKEN);
        assert_eq!(connections.load(Ordering::Relaxed), 1, "{pipelining}");
    }
}

#[tokio::test]
async fn an_answer_that_comes_late_is_not_taken_for_the_next_mail_s() {
    let (server, connections) = server(true).await;
    assert_eq!(send(&server, "late").await, Err(SendError::Unknown("time-out".to_owned())));
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert_eq!(send(&server, "full").await, Err(SendError::Refused("552 5.2.2".to_owned())));
    assert_eq!(connections.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_connection_that_the_server_closed_while_it_rested_is_made_anew() {
    let (server, connections) = server(true).await;
    assert_eq!(send(&server, "last").await, TAKEN);
    assert_eq!(send(&server, "a").await, TAKEN);
    assert_eq!(connections.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_server_that_hangs_up_before_the_mail_took_nothing() {
    for pipelining in [false, true] {
        let (server, _) = server(pipelining).await;
        let error = send(&server, "cut").await.unwrap_err();
        assert!(matches!(&error, SendError::Deferred(why) if why.contains("before it had the mail")), "{error:?}");
    }
}

#[tokio::test]
async fn a_server_that_resets_the_connection_after_the_mail_may_have_taken_it() {
    let (server, _) = server(false).await;
    assert_eq!(send(&server, "reset").await, Err(SendError::Unknown("the connection broke".to_owned())));
}

#[tokio::test]
async fn a_sender_that_is_not_wanted_fails_no_message() {
    let (mut server, _) = server(true).await;
    let config = EmailConfig { from: "Us <us@turned.away>".into(), ..EmailConfig::default() };
    server.writer = Writer::new(&config).unwrap();
    let error = send(&server, "jo").await.unwrap_err();
    assert_eq!(error, SendError::NotConnected("the mail server refused our sender (550 5.7.1)".to_owned()));
}
