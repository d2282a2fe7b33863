//! `hongtu serve`: an output directory → an explorer, a SPARQL endpoint and Linked Data on this machine.

use super::Outcome;
use crate::{
    error::Result,
    serve::{Options, serve, tell},
};
use clap::Args;
use std::{net::SocketAddr, path::PathBuf, time::Duration};

/// Serves an output directory as an explorer, a SPARQL endpoint and Linked Data
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct ServeArgs {
    /// Directory that `hongtu build` wrote
    #[arg(default_value = "output", value_name = "DIR")]
    directory: PathBuf,
    /// Address and port; port 0 takes one that is free
    #[arg(long, default_value = "127.0.0.1:7878", value_name = "ADDRESS:PORT")]
    addr: SocketAddr,
    /// Open the explorer in a browser
    #[arg(long)]
    open: bool,
    /// Let clients change the data by SPARQL Update and the Graph Store protocol: in memory only, gone when the server ends, and the
    /// pages go on showing what was built
    #[arg(long)]
    writable: bool,
    /// What IRIs begin with here, instead of what the build gave; http://localhost:7878/ makes them lead to this server
    #[arg(long, value_name = "IRI")]
    base_iri: Option<String>,
    /// Seconds after which a query is stopped
    #[arg(long, default_value_t = 10, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: u64,
    /// Rows or triples of an answer; one that is cut says so in the header hongtu-result-cut
    #[arg(long, default_value_t = 100_000, value_name = "N")]
    max_rows: usize,
    /// Megabytes of a request's body
    #[arg(long, default_value_t = 16, value_name = "MB", value_parser = clap::value_parser!(u16).range(1..=4096))]
    max_body: u16,
    /// Megabytes of rows that a query may hold at once, as when it sorts
    #[arg(long, default_value_t = 512, value_name = "MB", value_parser = clap::value_parser!(u32).range(1..=1_048_576))]
    max_memory: u32,
    /// Let pages of this origin ask, as `https://example.org`, or * for any
    #[arg(long, value_name = "ORIGIN")]
    cors: Option<String>,
    /// A name of this machine beside localhost and its addresses; requests for other names are refused; may be repeated
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// Leave out what no document states and only follows by the rules of ontology/rules
    #[arg(long)]
    no_inferred: bool,
    /// Directory with further or changed knowledge files (ontology, ontology/queries, ontology/rules)
    #[arg(long, value_name = "DIR")]
    catalog: Option<PathBuf>,
}

const EXAMPLES: &str = "\
  /          the explorer: search, entities, documents, graph, figures, comparison, queries
  /sparql    SPARQL 1.1 Protocol (GET, POST)
  /store     SPARQL 1.1 Graph Store Protocol
  /id/ID     Linked Data: HTML, Turtle, JSON-LD and more by content negotiation
  /export/graph.{json,ttl,trig,nq,nt,rdf,jsonld,dot,graphml,gexf}

Nothing is loaded from another host. The program goes on until it is stopped (Ctrl-C).

Examples:
  hongtu serve --open
  hongtu serve plans --addr 127.0.0.1:0
  hongtu serve --base-iri http://localhost:7878/
  curl -H 'Accept: text/csv' --data-urlencode 'query=SELECT * { ?s ht:locatedIn ?o } LIMIT 5' http://127.0.0.1:7878/sparql";

/// Serves until the program is stopped.
///
/// # Errors
/// When the data set cannot be read or the address cannot be taken.
pub fn run(args: ServeArgs) -> Result<Outcome> {
    const MEGABYTE: usize = 1 << 20;
    let options = Options {
        directory: args.directory,
        address: args.addr,
        open: args.open,
        writable: args.writable,
        base_iri: args.base_iri,
        timeout: Duration::from_secs(args.timeout),
        max_rows: args.max_rows,
        max_body: usize::from(args.max_body) * MEGABYTE,
        max_memory: args.max_memory as usize * MEGABYTE,
        cors: args.cors,
        hosts: args.host,
        inferred: !args.no_inferred,
        catalog: args.catalog,
    };
    let open = options.open;
    serve(options, |address| tell(address, open))?;
    Ok(Outcome::Done)
}
