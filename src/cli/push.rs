//! `hongtu push`: a data set → a store elsewhere.

use super::Outcome;
use crate::{
    data_file::DataFile,
    error::{Error, Result},
    push::{Account, Protocol, Target, push},
};
use clap::Args;
use oxigraph::model::NamedNode;
use std::{env, path::PathBuf, time::Duration};

/// Sends a data set to a SPARQL 1.1 store, graph by graph
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct PushArgs {
    /// Address of the store's Graph Store or Update endpoint
    url: String,
    /// The directory that `hongtu build` wrote, or an RDF file
    #[arg(long, short, default_value = "output", value_name = "DIR")]
    data: PathBuf,
    /// The endpoint's protocol; update, where the address ends in update, statements, sparql or query
    #[arg(long, value_enum)]
    protocol: Option<Protocol>,
    /// Name of the user; the password is taken from the environment, HONGTU_PASSWORD
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// A named graph for what stands in the default graph, for stores that have no default graph of their own
    #[arg(long, value_name = "IRI")]
    default_graph: Option<String>,
    /// Seconds that one request may take
    #[arg(long, default_value_t = 300, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,
}

const EXAMPLES: &str = "Nothing is sent unless the whole data set is well formed. Named graphs are replaced; what stands in the default graph is added. Sending twice gives
the same as sending once, and what fails for a while is tried again. Where HONGTU_TOKEN is set, it is sent as a bearer token.

Examples:
  hongtu push http://localhost:7878/store                                  Oxigraph
  hongtu push http://localhost:3030/ds/data --data output                  Fuseki
  hongtu push http://localhost:7200/repositories/r/statements --user me    GraphDB, RDF4J
  hongtu push http://localhost:8890/sparql-graph-crud-auth --user dba --default-graph urn:hongtu   Virtuoso";

/// Sends every graph and says how much arrived.
///
/// # Errors
/// When the data set is malformed, the address or an option is wrong, or the store refuses.
pub fn run(args: PushArgs) -> Result<Outcome> {
    let wrong = |graph: &String| NamedNode::new(graph).map_err(|error| Error::Query(format!("--default-graph {graph}: {error}")));
    let target = Target {
        protocol: args.protocol.unwrap_or_else(|| Protocol::of(&args.url)),
        account: account(args.user)?,
        default_graph: args.default_graph.as_ref().map(wrong).transpose()?,
        timeout: Duration::from_secs(args.timeout),
        pause: Duration::from_secs(1),
        url: args.url,
    };
    let file = DataFile::open(&args.data)?;
    let (mut graphs, mut triples) = (0, 0);
    push(&file, &target, |sent| {
        graphs += 1;
        triples += sent.triples;
    })
    .inspect_err(|_| {
        if graphs > 0 {
            eprintln!("{graphs} graph(s) arrived before; sending again replaces them");
        }
    })?;
    eprintln!("{triples} triples in {graphs} graphs are at {}", target.url);
    Ok(Outcome::Done)
}

fn account(user: Option<String>) -> Result<Option<Account>> {
    let set = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    match user {
        Some(user) => {
            let password = set("HONGTU_PASSWORD").ok_or_else(|| Error::Query("--user needs the password in HONGTU_PASSWORD".to_owned()))?;
            Ok(Some(Account::Password(user, password)))
        }
        None => Ok(set("HONGTU_TOKEN").map(Account::Token)),
    }
}
