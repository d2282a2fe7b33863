//! Requests to a store, tried again where that may help.

use super::{TRIES, Target};
use crate::error::{Error, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use http_auth::{DigestClient, PasswordParams, parser::ChallengeParser};
use oxigraph::model::NamedNode;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::{cell::RefCell, thread::sleep, time::Duration};
use ureq::{
    Agent,
    http::{HeaderMap, Request, Uri, header::WWW_AUTHENTICATE},
};

/// Who sends.
#[derive(Clone, PartialEq, Eq)]
pub enum Account {
    /// Name and password, sent as HTTP Digest authentication has it where the store wants that, else as Basic authentication.
    Password(String, String),
    /// A bearer token.
    Token(String),
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Password(..) => "Password",
            Self::Token(_) => "Token",
        })
    }
}

/// Characters of a refusal that are told.
const TOLD: usize = 300;
/// Longest pause that a store may ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// A store that requests go to.
pub(super) struct Connection<'a> {
    agent: Agent,
    target: &'a Target,
    /// What the store asked last, where it wants Digest authentication.
    digest: RefCell<Option<DigestClient>>,
}

/// How a request failed.
enum Failure {
    /// The store may take it later, perhaps after so long.
    ForNow(String, Option<Duration>),
    ForGood(String),
    /// The store says how it wants the password; the next try answers that.
    Challenged,
}

impl<'a> Connection<'a> {
    /// A connection; where there is a password, the store is asked how it wants it, so that it is not sent in the clear for nothing.
    pub(super) fn new(target: &'a Target) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(target.timeout))
            .http_status_as_error(false)
            .user_agent(concat!("hongtu/", env!("CARGO_PKG_VERSION")))
            .build();
        let connection = Self { agent: config.into(), target, digest: RefCell::default() };
        if let Some(Account::Password(..)) = &target.account
            && let Ok(answer) = connection.agent.head(&target.url).call()
        {
            connection.take_challenge(answer.headers());
        }
        connection
    }

    /// Replaces a named graph, or adds to the default graph.
    pub(super) fn put(&self, graph: Option<&NamedNode>, triples: String) -> Result<()> {
        let join = if self.target.url.contains('?') { '&' } else { '?' };
        let (method, which) = match graph {
            Some(graph) => ("PUT", format!("graph={}", utf8_percent_encode(graph.as_str(), NON_ALPHANUMERIC))),
            None => ("POST", "default".to_owned()),
        };
        // N-Triples are Turtle, and Turtle is what every store takes.
        self.send(method, &format!("{}{join}{which}", self.target.url), "text/turtle", &triples)
    }

    /// Runs an update.
    pub(super) fn update(&self, update: String) -> Result<()> {
        let form = format!("update={}", utf8_percent_encode(&update, NON_ALPHANUMERIC));
        self.send("POST", &self.target.url, "application/x-www-form-urlencoded", &form)
    }

    fn send(&self, method: &str, url: &str, content_type: &str, body: &str) -> Result<()> {
        let (mut pause, mut is_challenged) = (self.target.pause, false);
        for attempt in 1.. {
            let (problem, wanted) = match self.try_once(method, url, content_type, body) {
                Ok(()) => return Ok(()),
                Err(Failure::Challenged) if !is_challenged => {
                    is_challenged = true;
                    continue;
                }
                Err(Failure::Challenged) => return Err(Error::Query(format!("{url}: the store does not take name and password"))),
                Err(Failure::ForNow(problem, wanted)) if attempt < TRIES => (problem, wanted),
                Err(Failure::ForNow(problem, _)) => return Err(Error::Query(format!("{url}: {problem} (tried {TRIES} times)"))),
                Err(Failure::ForGood(problem)) => return Err(Error::Query(format!("{url}: {problem}"))),
            };
            let pause_now = wanted.unwrap_or(pause).min(LONGEST_PAUSE);
            eprintln!("{problem}; trying again in {:.1} s", pause_now.as_secs_f64());
            sleep(pause_now);
            pause *= 2;
        }
        Ok(())
    }

    /// Keeps the challenge to Digest authentication that headers hold; says whether there is one.
    fn take_challenge(&self, headers: &HeaderMap) -> bool {
        let values = headers.get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
        let challenges = values.flat_map(|value| ChallengeParser::new(value).filter_map(std::result::Result::ok));
        let digest = challenges
            .filter(|challenge| challenge.scheme.eq_ignore_ascii_case("Digest"))
            .find_map(|challenge| DigestClient::try_from(&challenge).ok());
        let is_there = digest.is_some() && matches!(self.target.account, Some(Account::Password(..)));
        if is_there {
            *self.digest.borrow_mut() = digest;
        }
        is_there
    }

    /// What says who sends.
    fn authorization(&self, method: &str, url: &str) -> Option<String> {
        let (username, password) = match self.target.account.as_ref()? {
            Account::Token(token) => return Some(format!("Bearer {token}")),
            Account::Password(name, password) => (name, password),
        };
        if let Some(digest) = &mut *self.digest.borrow_mut() {
            let uri: Uri = url.parse().ok()?;
            let uri = uri.path_and_query().map_or("/", |path| path.as_str());
            return digest.respond(&PasswordParams { username, password, uri, method, body: None }).ok();
        }
        Some(format!("Basic {}", BASE64_STANDARD.encode(format!("{username}:{password}"))))
    }

    fn try_once(&self, method: &str, url: &str, content_type: &str, body: &str) -> std::result::Result<(), Failure> {
        let mut request = Request::builder().method(method).uri(url).header("Content-Type", content_type);
        if let Some(authorization) = self.authorization(method, url) {
            request = request.header("Authorization", authorization);
        }
        let request = request.body(body).map_err(|error| Failure::ForGood(format!("cannot be asked: {error}")))?;
        let mut response = self.agent.run(request).map_err(|error| match error {
            ureq::Error::Io(_) | ureq::Error::Timeout(_) | ureq::Error::ConnectionFailed | ureq::Error::HostNotFound => {
                Failure::ForNow(format!("cannot be reached: {error}"), None)
            }
            error => Failure::ForGood(format!("cannot be asked: {error}")),
        })?;
        let status = response.status().as_u16();
        if (200..300).contains(&status) {
            return Ok(());
        }
        if status == 401 && self.take_challenge(response.headers()) {
            return Err(Failure::Challenged);
        }
        let wanted = response.headers().get("Retry-After").and_then(|value| value.to_str().ok()?.parse().ok()).map(Duration::from_secs);
        let said: String = response.body_mut().read_to_string().unwrap_or_default().chars().take(TOLD).collect();
        let problem = format!("the store answers {status}{}: {}", hint(status), said.trim());
        if matches!(status, 408 | 425 | 429 | 500 | 502..=504) {
            Err(Failure::ForNow(problem, wanted))
        } else {
            Err(Failure::ForGood(problem))
        }
    }
}

fn hint(status: u16) -> &'static str {
    match status {
        401 | 403 => " (--user NAME with HONGTU_PASSWORD, or HONGTU_TOKEN, says who sends)",
        404 | 405 => " (--protocol chooses between graph-store and update)",
        _ => "",
    }
}
