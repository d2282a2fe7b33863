//! Requests to a store, tried again where that may help.

use super::{TRIES, Target};
use crate::error::{Error, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use oxigraph::model::NamedNode;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::{thread::sleep, time::Duration};
use ureq::{Agent, http::Request};

/// Who sends.
#[derive(Clone, PartialEq, Eq)]
pub enum Account {
    /// Name and password, sent as HTTP Basic authentication has it.
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
}

/// How a request failed.
enum Failure {
    /// The store may take it later, perhaps after so long.
    ForNow(String, Option<Duration>),
    ForGood(String),
}

impl<'a> Connection<'a> {
    pub(super) fn new(target: &'a Target) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(target.timeout))
            .http_status_as_error(false)
            .user_agent(concat!("hongtu/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { agent: config.into(), target }
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
        let mut pause = self.target.pause;
        for attempt in 1.. {
            let (problem, wanted) = match self.try_once(method, url, content_type, body) {
                Ok(()) => return Ok(()),
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

    fn try_once(&self, method: &str, url: &str, content_type: &str, body: &str) -> std::result::Result<(), Failure> {
        let mut request = Request::builder().method(method).uri(url).header("Content-Type", content_type);
        if let Some(account) = &self.target.account {
            request = request.header("Authorization", authorization(account));
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

fn authorization(account: &Account) -> String {
    match account {
        Account::Password(name, password) => format!("Basic {}", BASE64_STANDARD.encode(format!("{name}:{password}"))),
        Account::Token(token) => format!("Bearer {token}"),
    }
}
