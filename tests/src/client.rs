//! A GraphQL client as an outside program would write it: sign-in with a second factor, a bearer token, cookies kept.

use std::time::Duration;

use anyhow::{Context, bail};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};

use crate::Result;
use crate::authenticator::Authenticator;
use crate::command::Credentials;

/// Beyond this a request hangs.
const LIMIT: Duration = Duration::from_mins(1);

/// Somebody who talks to one server.
pub struct Client {
    http: reqwest::Client,
    address: String,
    token: Option<String>,
    email: String,
    authenticator: Option<Authenticator>,
}

/// An error that the server answered with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// `extensions.code`, in upper snake case.
    pub code: String,
    pub message: String,
    /// All of `extensions`.
    pub extensions: Value,
}

impl Client {
    /// A client with nobody signed in; redirects are not followed, so that tests see them.
    pub fn new(address: &str) -> Result<Self> {
        let http = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .timeout(LIMIT)
            .build()?;
        Ok(Self { http, address: address.to_owned(), token: None, email: String::new(), authenticator: None })
    }

    /// Goes on at another address, as after a restart of the server; who is signed in stays so.
    pub fn move_to(&mut self, address: &str) {
        address.clone_into(&mut self.address);
    }

    /// The signed-in user's.
    pub fn email(&self) -> &str {
        &self.email
    }

    /// Uses `token` from now on, as a program with client credentials does.
    pub fn set_token(&mut self, token: impl Into<String>) {
        self.token = Some(token.into());
    }

    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Signs in with password and code.
    pub async fn sign_in(&mut self, credentials: &Credentials) -> Result {
        self.email.clone_from(&credentials.email);
        self.authenticator = Some(Authenticator::new(&credentials.totp_secret)?);
        let input = json!({ "email": credentials.email, "password": credentials.password });
        let first = "mutation($input: SignInInput!) { signIn(input: $input) { challenge } }";
        let challenge = self.query(first, json!({ "input": input })).await?["signIn"]["challenge"].clone();
        let code = self.code().await?;
        let second = "mutation($input: CompleteSignInInput!) { completeSignIn(input: $input) { accessToken } }";
        let answer = self.query(second, json!({ "input": { "challenge": challenge, "code": code } })).await?;
        let token = answer["completeSignIn"]["accessToken"].as_str().context("the sign-in gave no access token")?;
        self.token = Some(token.to_owned());
        Ok(())
    }

    /// A code of the signed-in user's authenticator that was not used before.
    pub async fn code(&mut self) -> Result<String> {
        self.authenticator.as_ref().context("nobody with an authenticator is signed in")?.code().await
    }

    /// Runs a query or mutation that must succeed, and returns its `data`.
    pub async fn query(&self, document: &str, variables: Value) -> Result<Value> {
        let answer = self.graphql(document, &variables).await?;
        if let Some(refusal) = refusals(&answer).first() {
            bail!("the server refused with {}: {} (in: {document})", refusal.code, refusal.message);
        }
        answer.get("data").cloned().with_context(|| format!("this is no GraphQL answer: {answer}"))
    }

    /// Runs a query or mutation that must be refused, and returns the first reason.
    pub async fn refused(&self, document: &str, variables: Value) -> Result<Refusal> {
        let answer = self.graphql(document, &variables).await?;
        let first = refusals(&answer).into_iter().next();
        first.with_context(|| format!("the server did not refuse (in: {document}): {answer}"))
    }

    /// The whole answer to a GraphQL request.
    pub async fn graphql(&self, document: &str, variables: &Value) -> Result<Value> {
        let body = json!({ "query": document, "variables": variables });
        let answer = self.request(Method::POST, "/graphql").json(&body).send().await?;
        let status = answer.status();
        let text = answer.text().await?;
        serde_json::from_str(&text).with_context(|| format!("/graphql answered {status}, not in JSON: {text}"))
    }

    pub async fn get(&self, path: &str) -> Result<Response> {
        Ok(self.request(Method::GET, path).send().await?)
    }

    /// Posts a form without fields, as the button of a page does.
    pub async fn press(&self, path: &str) -> Result<Response> {
        let form = self.request(Method::POST, path).header("content-type", "application/x-www-form-urlencoded");
        Ok(form.body("").send().await?)
    }

    /// A request to `path`, with the token of whoever is signed in.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.address));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }
}

fn refusals(answer: &Value) -> Vec<Refusal> {
    let errors = answer.get("errors").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    errors
        .iter()
        .map(|error| Refusal {
            code: error["extensions"]["code"].as_str().unwrap_or_default().to_owned(),
            message: error["message"].as_str().unwrap_or_default().to_owned(),
            extensions: error["extensions"].clone(),
        })
        .collect()
}
