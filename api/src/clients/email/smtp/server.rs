//! Where the mail server is and how a conversation with it is opened.

use std::{fmt, net::IpAddr, time::Duration};

use anyhow::{Context, bail};
use lettre::transport::smtp::{
    Error,
    authentication::{Credentials, DEFAULT_MECHANISMS},
    client::{AsyncSmtpConnection, Certificate, TlsParameters},
    extension::ClientId,
};
use url::{Host, Url};

/// What `email.smtp_url` says.
pub(super) struct Server {
    host: String,
    port: u16,
    tls: Tls,
    credentials: Option<Credentials>,
    name: ClientId,
    /// Trusted beside the public authorities.
    trusted: Option<Certificate>,
}

/// When the line is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tls {
    Never,
    /// From the first byte (RFC 8314 §3.3).
    Always,
    /// By STARTTLS, or not at all.
    Required,
    /// By STARTTLS where the server offers it.
    Offered,
}

impl Server {
    /// Reads `smtps://user:password@host:465`, `smtp://host:587?tls=required` or `smtp://host`; a path is the name by
    /// which we greet. An error tells nothing of the URL, which may hold a password.
    pub fn of_url(url: &str) -> anyhow::Result<Self> {
        let url = Url::parse(url).context("it is no URL")?;
        let wish = url.query_pairs().find(|(key, _)| key == "tls").map(|(_, value)| value.into_owned());
        let (tls, port) = match (url.scheme(), wish.as_deref()) {
            ("smtp", None) => (Tls::Never, 25),
            ("smtp", Some("required")) => (Tls::Required, 587),
            ("smtp", Some("opportunistic")) => (Tls::Offered, 587),
            ("smtps", _) => (Tls::Always, 465),
            ("smtp", Some(_)) => bail!("tls is required or opportunistic"),
            _ => bail!("it begins with smtp:// or smtps://"),
        };
        if url.password().is_some() && !matches!(tls, Tls::Always | Tls::Required) && !is_this_machine(&url) {
            bail!(
                "it sends the password and the mails in clear: use smtps://, or smtp:// with ?tls=required; without TLS a \
                 password goes to this machine alone"
            );
        }
        let name = url.path().trim_matches('/');
        Ok(Self {
            host: url.host_str().context("it names no host")?.to_owned(),
            port: url.port().unwrap_or(port),
            tls,
            credentials: match url.password() {
                Some(password) => Some(Credentials::new(plain(url.username())?, plain(password)?)),
                None => None,
            },
            name: if name.is_empty() { ClientId::default() } else { ClientId::Domain(name.to_owned()) },
            trusted: None,
        })
    }

    /// Trusts the certificates in this PEM text beside the public ones.
    pub fn trusting(mut self, pem: &[u8]) -> anyhow::Result<Self> {
        // Without this line the library finds nothing in the file and says nothing.
        let is_there = String::from_utf8_lossy(pem).contains("-----BEGIN CERTIFICATE-----");
        let trusted = Certificate::from_pem(pem).ok().filter(|_| is_there);
        self.trusted = Some(trusted.context("it holds no certificate in PEM form")?);
        self.parameters().context("it holds a certificate that nothing can be signed with")?;
        Ok(self)
    }

    /// Connects, encrypts and signs in; `limit` is for the TCP connection alone.
    pub async fn connect(&self, limit: Duration) -> Result<AsyncSmtpConnection, Error> {
        let at = (self.host.as_str(), self.port);
        let from_the_start = if self.tls == Tls::Always { Some(self.parameters()?) } else { None };
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(at, Some(limit), &self.name, from_the_start, None).await?;
        if self.tls == Tls::Required || self.tls == Tls::Offered && connection.can_starttls() {
            connection.starttls(self.parameters()?, &self.name).await?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }

    /// The name by which we greet.
    pub fn name(&self) -> &ClientId {
        &self.name
    }

    fn parameters(&self) -> Result<TlsParameters, Error> {
        let parameters = TlsParameters::builder(self.host.clone());
        match &self.trusted {
            Some(trusted) => parameters.add_root_certificate(trusted.clone()).build(),
            None => parameters.build(),
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port, tls, .. } = self;
        f.debug_struct("Server").field("host", host).field("port", port).field("tls", tls).finish_non_exhaustive()
    }
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => is_loopback(name),
        None => false,
    }
}

/// `smtp` is no scheme of the web, so that an address in its URL stays text.
fn is_loopback(name: &str) -> bool {
    name.eq_ignore_ascii_case("localhost") || name.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// Without the percent signs a URL needs.
fn plain(part: &str) -> anyhow::Result<String> {
    Ok(percent_encoding::percent_decode_str(part).decode_utf8().context("user or password is no UTF-8")?.into_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_url_says_where_and_how() {
        let of = |url| {
            let Server { host, port, tls, credentials, .. } = Server::of_url(url).unwrap();
            (host, port, tls, credentials)
        };
        let who = |user: &str, password: &str| Some(Credentials::new(user.into(), password.into()));
        assert_eq!(of("smtp://127.0.0.1"), ("127.0.0.1".into(), 25, Tls::Never, None));
        assert_eq!(of("smtps://a:b@mail.example"), ("mail.example".into(), 465, Tls::Always, who("a", "b")));
        let encoded = "smtp://me%40here:p%2Fw@mail.example:2525?tls=required";
        assert_eq!(of(encoded), ("mail.example".into(), 2525, Tls::Required, who("me@here", "p/w")));
        assert_eq!(of("smtp://mail.example?tls=opportunistic").2, Tls::Offered);
        let greets = Server::of_url("smtp://mail.example/practice.example").unwrap();
        assert_eq!(greets.name().to_string(), "practice.example");
    }

    #[test]
    fn a_password_goes_nowhere_in_clear() {
        for url in [
            "smtp://a:secret@mail.example",
            "smtp://a:secret@mail.example:587?tls=opportunistic",
            "smtp://a:secret@10.0.0.5",
            "smtp://a:secret@localhost.example",
        ] {
            let error = format!("{:#}", Server::of_url(url).unwrap_err());
            assert!(error.contains("tls=required") && !error.contains("secret"), "{error}");
        }
        for url in [
            "smtps://a:secret@mail.example",
            "smtp://a:secret@mail.example?tls=required",
            "smtp://a:secret@127.0.0.1:2525",
            "smtp://a:secret@[::1]",
            "smtp://a:secret@localhost?tls=opportunistic",
            "smtp://relay.example",
        ] {
            assert!(Server::of_url(url).is_ok(), "{url}");
        }
    }

    #[test]
    fn a_file_without_a_certificate_is_not_taken_for_one() {
        let wrong = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        for pem in ["", "certificate", wrong] {
            let server = Server::of_url("smtps://mail.example").unwrap();
            assert!(server.trusting(pem.as_bytes()).is_err(), "{pem}");
        }
    }

    #[test]
    fn a_wrong_url_is_said_without_its_password() {
        for url in ["mail.example", "http://a:secret@mail.example", "smtp://a:secret@mail.example?tls=maybe"] {
            let error = format!("{:#}", Server::of_url(url).unwrap_err());
            assert!(!error.contains("secret"), "{error}");
        }
        let server = Server::of_url("smtps://a:secret@mail.example").unwrap();
        assert!(!format!("{server:?}").contains("secret"));
    }
}
