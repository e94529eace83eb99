//! Mails by TLS and with a password, and what is not sent where one of them is wrong: somebody on the way listens all the
//! time.

use anyhow::{Context, ensure};
use recall_tests::secure_mail::SecureMail;
use recall_tests::wire::Wire;
use recall_tests::{App, Engine, Result, for_each_engine, ledger, scene, wait};

const HANDSHAKE: u8 = 0x16; // the first byte of TLS (RFC 8446 §5.1)
const TRIES: usize = 3; // enough to see that trying again says no more than before

for_each_engine! {
    async fn mails_go_by_starttls_with_a_password(engine: Engine) {
        let Some(mail) = SecureMail::find()? else { return Ok(()) };
        let scene = Scene::new(engine, &mail, "starttls", "smtp", &mail.account(), "?tls=required").await?;
        scene.arrives(&mail).await?;
    }

    async fn mails_go_by_tls_from_the_first_byte_with_a_password(engine: Engine) {
        let Some(mail) = SecureMail::find()? else { return Ok(()) };
        let scene = Scene::new(engine, &mail, "tls", "smtps", &mail.account(), "").await?;
        scene.arrives(&mail).await?;
    }

    async fn nothing_is_sent_where_starttls_is_required_and_not_offered(engine: Engine) {
        let Some(mail) = SecureMail::find()? else { return Ok(()) };
        let scene = Scene::new(engine, &mail, "plain", "smtp", &mail.account(), "?tls=required").await?;
        scene.waits(&mail, "no connection: the mail server offers no STARTTLS, without which nothing is sent").await?;
    }

    async fn nothing_is_sent_to_a_server_with_the_certificate_of_another_name(engine: Engine) {
        let Some(mail) = SecureMail::find()? else { return Ok(()) };
        let scene = Scene::new(engine, &mail, "other_name", "smtp", &mail.account(), "?tls=required").await?;
        let why = "no connection: the mail server's certificate is for another name than that in email.smtp_url";
        scene.waits(&mail, why).await?;
    }

    async fn nothing_is_sent_to_a_server_with_a_certificate_of_an_authority_that_is_not_trusted(engine: Engine) {
        let Some(mail) = SecureMail::find()? else { return Ok(()) };
        let scene = Scene::new(engine, &mail, "other_authority", "smtps", &mail.account(), "").await?;
        let why = "no connection: the mail server's certificate is of an authority that is not trusted (email.smtp_ca)";
        scene.waits(&mail, why).await?;
    }

    async fn nothing_is_sent_to_a_server_with_a_certificate_that_has_expired(engine: Engine) {
        let Some(mail) = SecureMail::find()? else { return Ok(()) };
        let scene = Scene::new(engine, &mail, "expired", "smtps", &mail.account(), "").await?;
        scene.waits(&mail, "no connection: the mail server's certificate has expired").await?;
    }

    async fn nothing_is_sent_with_a_wrong_password_and_no_message_fails_for_it(engine: Engine) {
        let Some(mail) = SecureMail::find()? else { return Ok(()) };
        for (server, scheme, query) in [("starttls", "smtp", "?tls=required"), ("tls", "smtps", "")] {
            let scene = Scene::new(engine, &mail, server, scheme, "recall:wrong", query).await?;
            let why = "no connection: the mail server refused to sign us in (535 5.7.8)";
            scene.waits(&mail, why).await?;
        }
    }

    async fn a_file_of_authorities_that_is_none_stops_the_start(engine: Engine) {
        let app = App::on(engine)
            .setting("email.transport", "smtp")
            .setting("email.smtp_url", "smtps://mail.example.org")
            .setting("email.smtp_ca", "certificates.pem")
            .prepare()
            .await?;
        for (content, says) in [(None, "cannot read"), (Some("none"), "it holds no certificate in PEM form")] {
            if let Some(content) = content {
                scene::file(&app, "certificates.pem", content)?;
            }
            let ended = app.run(&["serve"]).await?;
            let named = ended.stderr.contains("email.smtp_ca") && ended.stderr.contains(says);
            assert!(ended.code == 1 && named, "{ended:?}");
        }
    }
}

/// A campaign with one email, to a server that is reached by a wire that listens.
struct Scene {
    app: App,
    server: &'static str,
    wire: Wire,
    address: String,
}

impl Scene {
    async fn new(
        engine: Engine,
        mail: &SecureMail,
        server: &'static str,
        scheme: &str,
        account: &str,
        query: &str,
    ) -> Result<Self> {
        let wire = Wire::to(&mail.address(server)?).await?;
        let app = App::on(engine)
            .setting("email.transport", "smtp")
            .setting("email.smtp_url", format!("{scheme}://{account}@{}{query}", wire.address()))
            .setting("email.smtp_ca", mail.authority())
            .start()
            .await?;
        // The servers are shared, and no two wires have one address.
        let address = format!("{engine:?}-{}@example.org", wire.address().replace([':', '.'], "-")).to_lowercase();
        let csv = format!(
            "local_id,given_name,family_name,birth_date,email,conditions\n\
             1,Ada,Byron,1950-01-02,{address},http://snomed.info/sct|195967001|Asthma\n"
        );
        let file = scene::file(&app, "one.csv", csv)?.display().to_string();
        app.json(&["import", &file]).await?;
        let mut client = app.signed_in("manager").await?;
        let id = scene::draft(&client).await?;
        scene::launch(&mut client, &id).await?;
        Ok(Self { app, server, wire, address })
    }

    /// The mail is taken once, from somebody who has signed in, and nobody on the way could read a word.
    async fn arrives(&self, mail: &SecureMail) -> Result {
        let rows = ledger::dispatched(&self.app).await?;
        let sent: Vec<_> = rows.iter().filter(|row| row.state == "sent").collect();
        ensure!(sent.len() == 1 && sent[0].channel == "email", "{rows:?}");
        let kept = mail.mails_to(self.server, &self.address)?;
        ensure!(kept.len() == 1, "{kept:?}");
        ensure!(kept[0].encrypted && kept[0].signed_in, "{kept:?}");
        let id = format!("Message-ID: <message-{}@", sent[0].id);
        ensure!(kept[0].mail.contains(&id), "{}", kept[0].mail);
        self.nothing_was_heard(mail)
    }

    /// The mail is not sent, the ledger says why, and nobody on the way could read a word.
    async fn waits(&self, mail: &SecureMail, why: &str) -> Result {
        wait::until("the server to be tried a few times", || async {
            Ok((self.wire.heard().len() >= TRIES).then_some(()))
        })
        .await?;
        let reason = wait::until("the ledger to say why", || async {
            let rows = ledger::read(&self.app).await?;
            let email = rows.into_iter().find(|row| row.channel == "email").context("there is no email")?;
            ensure!(email.is_open(), "{email:?}");
            Ok(email.reason)
        })
        .await?;
        ensure!(reason == why, "{reason}");
        ensure!(mail.mails_to(self.server, &self.address)?.is_empty(), "the mail has arrived");
        self.nothing_was_heard(mail)
    }

    /// Before TLS begins a client says who it is and asks for TLS, and nothing else.
    fn nothing_was_heard(&self, mail: &SecureMail) -> Result {
        for said in self.wire.heard() {
            let clear = said.split(|byte| *byte == HANDSHAKE).next().unwrap_or_default();
            let clear = String::from_utf8_lossy(clear);
            let harmless = |line: &str| line.starts_with("EHLO ") || ["STARTTLS", "QUIT"].contains(&line);
            ensure!(clear.lines().all(harmless), "said in clear: {clear}");
            let all = String::from_utf8_lossy(&said);
            let mut secrets = mail.secrets();
            secrets.extend([self.address.clone(), "A message from".to_owned(), "/m/".to_owned()]);
            for secret in secrets {
                ensure!(!all.contains(&secret), "{secret} could be read on the way");
            }
        }
        Ok(())
    }
}
