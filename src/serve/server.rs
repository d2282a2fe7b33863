//! The server: what it holds, the connections that it takes, and how much each may take.

use super::{api, assets, explorer::Explorer, export, graph_store, linked, problem::Problem, safety, sparql, sparql::evaluate::Bounds};
use crate::{
    error::{Error, Result},
    query::evaluate::STACK,
    store::Quads,
};
use axum::{
    Router,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware,
    routing::{any, get},
};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use oxigraph::model::NamedNode;
use std::{
    io::Write,
    net::SocketAddr,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    pin::pin,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Mutex, OwnedSemaphorePermit, Semaphore, oneshot},
    time::timeout,
};
use tokio_io_timeout::TimeoutStream;
use tower_http::compression::CompressionLayer;

/// How a data set is served.
#[derive(Clone, Debug)]
pub struct Options {
    /// The directory that `hongtu build` wrote.
    pub directory: PathBuf,
    /// Where clients connect; port 0 takes one that is free.
    pub address: SocketAddr,
    /// Whether the address is opened in a browser.
    pub open: bool,
    /// Whether clients may change the data in memory.
    pub writable: bool,
    /// What the IRIs of the data set are to begin with, instead of what the build gave.
    pub base_iri: Option<String>,
    /// How long a question may take.
    pub timeout: Duration,
    /// The most rows or triples of an answer.
    pub max_rows: usize,
    /// The most bytes of a request's body.
    pub max_body: usize,
    /// The most bytes of rows that a question may hold at once, about.
    pub max_memory: usize,
    /// The origin whose pages may ask, `*` for any.
    pub cors: Option<String>,
    /// Names of this host beside `localhost` and its addresses.
    pub hosts: Vec<String>,
    /// Whether what follows from the data is served as well.
    pub inferred: bool,
    /// Directory with further or changed knowledge files.
    pub catalog: Option<PathBuf>,
}

/// Connections at a time; further ones wait.
const MOST_CONNECTIONS: usize = 512;
/// How long a client may take to send the head of a request, or to take the next part of an answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// Bytes of an answer.
const MOST_BYTES: usize = 64 << 20;

/// What handlers share.
pub(super) struct Server {
    pub(super) options: Options,
    pub(super) explorer: Explorer,
    pub(super) pages: api::Pages,
    /// The address that clients use.
    address: SocketAddr,
    quads: RwLock<Arc<Quads>>,
    /// Held by whoever changes the quads.
    writing: Mutex<()>,
    /// Evaluations at a time.
    evaluations: Arc<Semaphore>,
}

/// Serves a data set until the process is stopped; `announce` is told the address.
///
/// # Errors
/// When the data set cannot be read, the address cannot be taken, or no thread can be started.
pub fn serve(options: Options, announce: impl FnOnce(SocketAddr) -> Result<()>) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().max_blocking_threads(8).enable_all().build();
    let runtime = runtime.map_err(Error::io("cannot start threads for", Path::new("the server")))?;
    runtime.block_on(async {
        let listener = TcpListener::bind(options.address).await.map_err(|error| taken(options.address, &error))?;
        let address = listener.local_addr().map_err(|error| taken(options.address, &error))?;
        let (explorer, quads) = Explorer::load(&options)?;
        let evaluations = Arc::new(Semaphore::new(thread::available_parallelism().map_or(2, usize::from).max(2) * 2));
        let (quads, writing) = (RwLock::new(Arc::new(quads)), Mutex::new(()));
        let server = Arc::new(Server { options, explorer, pages: api::Pages::default(), address, quads, writing, evaluations });
        announce(address)?;
        accept(listener, router(&server)).await;
        Ok(())
    })
}

fn taken(address: SocketAddr, error: &std::io::Error) -> Error {
    let hint = match error.kind() {
        std::io::ErrorKind::AddrInUse => "another program listens there; --addr takes another port, and port 0 one that is free",
        std::io::ErrorKind::PermissionDenied => "the system does not allow it; ports from 1024 on need no special rights",
        std::io::ErrorKind::AddrNotAvailable => "this machine does not have that address; 127.0.0.1 is always there",
        _ => "--addr takes another address",
    };
    Error::Query(format!("cannot listen on {address}: {error}; {hint}"))
}

fn router(server: &Arc<Server>) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/sparql", any(sparql::handle))
        .route("/store", any(graph_store::handle))
        .route("/export/{name}", get(export::handle))
        .nest("/api", api::router(server))
        .route("/assets/{*path}", get(assets::asset))
        .fallback(linked::handle)
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(Arc::clone(server), safety::guard))
        .with_state(Arc::clone(server))
}

/// Takes connections until the process is told to stop.
async fn accept(listener: TcpListener, router: Router) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut stopped = pin!(tokio::signal::ctrl_c());
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = &mut stopped => return,
        };
        match accepted {
            Ok((stream, _)) => _ = tokio::spawn(converse(stream, router.clone(), place)),
            // Too many open files, for instance, which pass.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

/// Answers the requests of one connection; a client that hangs is left.
async fn converse(stream: TcpStream, router: Router, _place: OwnedSemaphorePermit) {
    _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(PATIENCE));
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(64 << 10);
    // What goes wrong here is the client's connection.
    _ = builder.serve_connection(TokioIo::new(Box::pin(stream)), TowerToHyperService::new(router)).await;
}

/// Says that an evaluation is unwanted when whoever waits for it goes away.
struct Unwanted(Arc<AtomicBool>);

impl Drop for Unwanted {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Server {
    /// What `id:` stands for.
    pub(super) fn id_namespace(&self) -> &str {
        self.explorer.iris.base()
    }

    /// The data set's hash as an entity tag; none where clients may change the data.
    pub(super) fn tag(&self) -> Option<HeaderValue> {
        if self.options.writable {
            None
        } else {
            HeaderValue::try_from(format!("W/\"{}-{}\"", env!("CARGO_PKG_VERSION"), &self.explorer.hash)).ok()
        }
    }

    /// The address of the SPARQL endpoint, as the client knows it.
    pub(super) fn endpoint(&self, headers: &HeaderMap) -> NamedNode {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).map_or_else(|| self.address.to_string(), str::to_owned);
        let iri = NamedNode::new(format!("http://{host}/sparql"));
        iri.unwrap_or_else(|_| NamedNode::new_unchecked(format!("http://{}/sparql", self.address)))
    }

    /// The quads as they are now.
    pub(super) fn quads(&self) -> Arc<Quads> {
        Arc::clone(&self.quads.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether clients may change the data.
    pub(super) fn check_writable(&self) -> std::result::Result<(), Problem> {
        let refused = || {
            Problem::new(StatusCode::FORBIDDEN, "the data are only read here; `hongtu serve --writable` lets clients change them in memory")
        };
        self.options.writable.then_some(()).ok_or_else(refused)
    }

    fn bounds(&self) -> Bounds {
        let Options { timeout, max_rows, max_memory, .. } = self.options;
        Bounds { time: timeout, rows: max_rows, bytes: MOST_BYTES, memory: max_memory }
    }

    /// Runs `work` on the quads in a thread of its own, as soon as one of the places for that is free.
    pub(super) async fn evaluate<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Quads, &Bounds, &AtomicBool) -> std::result::Result<T, Problem> + Send + 'static,
    ) -> std::result::Result<T, Problem> {
        let (quads, bounds) = (self.quads(), self.bounds());
        let busy = |_| Problem::new(StatusCode::SERVICE_UNAVAILABLE, "the server is busy with other questions; ask again in a moment");
        let place = timeout(bounds.time, Arc::clone(&self.evaluations).acquire_owned()).await.map_err(busy)?;
        let unwanted = Unwanted(Arc::new(AtomicBool::new(false)));
        let flag = Arc::clone(&unwanted.0);
        let (sender, receiver) = oneshot::channel();
        let run = move || {
            let done = catch_unwind(AssertUnwindSafe(|| work(&quads, &bounds, &flag)));
            drop(place);
            _ = sender.send(done);
        };
        let failed = || Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the question made the program fail; the server goes on");
        thread::Builder::new().name("evaluate".to_owned()).stack_size(STACK).spawn(run).map_err(|_| busy_threads())?;
        receiver.await.map_err(|_| failed())?.unwrap_or_else(|_| Err(failed()))
    }

    /// Puts what `work` makes of the quads in their place.
    pub(super) async fn change(
        &self,
        work: impl FnOnce(&Quads, &Bounds) -> std::result::Result<Quads, Problem> + Send + 'static,
    ) -> std::result::Result<(), Problem> {
        let _writing = self.writing.lock().await;
        let changed = self.evaluate(move |quads, bounds, _| work(quads, bounds)).await?;
        *self.quads.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(changed);
        Ok(())
    }
}

fn busy_threads() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "the system gives no further thread; ask again in a moment")
}

/// Tells the address on standard output, and opens it in a browser where that is wanted.
///
/// # Errors
/// When standard output is closed.
pub(crate) fn tell(address: SocketAddr, open: bool) -> Result<()> {
    let url = format!("http://{address}/");
    let mut out = std::io::stdout().lock();
    writeln!(out, "{url}").and_then(|()| out.flush()).map_err(Error::io("cannot write to", Path::new("standard output")))?;
    if open && let Err(error) = ::open::that_detached(&url) {
        eprintln!("no browser could be opened ({error}); the address is {url}");
    }
    Ok(())
}
