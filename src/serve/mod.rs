//! Stage 8, an explorer for people and programs: a data set over HTTP, with pages, a JSON interface, SPARQL and Linked Data.
//!
//! 1. [`explorer`]: what pages show, from the files of a build, in indices that answer at once.
//! 2. [`server`]: connections, their limits and what all answers have in common ([`safety`]).
//! 3. [`api`] answers pages in JSON, [`sparql`] and [`graph_store`] speak the protocols of SPARQL 1.1, [`linked`] serves what IRIs name,
//!    [`assets`] the front end of `src/serve/web`.
//!
//! Nothing is asked of another host, and nothing that a client sends can end the server: a problem becomes an answer
//! ([`problem`]).

mod api;
mod assets;
mod body;
mod explorer;
mod export;
mod graph_store;
mod linked;
mod negotiate;
mod parameters;
mod problem;
mod safety;
mod server;
mod single;
mod sparql;

pub(crate) use server::tell;
pub use server::{Options, serve};
pub use single::page;
