//! The connection: HTTP on this computer alone. The only file that knows the HTTP library.
//!
//! One thread answers one request after the other, so that codes are written in the order in which they come.

use super::answer::{HEADERS, LONGEST_BODY, Reply, Request, Room};
use crate::error::{Error, Result};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HOST, HeaderName, HeaderValue, ORIGIN};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::cell::RefCell;
use std::convert::Infallible;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};

/// How long the head or the body of a request may take to arrive.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longest head of a request, in bytes; the library asks for 8 kB at least.
const LONGEST_HEAD: usize = 16 << 10;

/// Answers until Ctrl-C.
///
/// # Errors
/// Where the system lets no connection be made.
pub(super) fn serve(listener: std::net::TcpListener, room: Room) -> Result<()> {
    let fault = |cause: std::io::Error| Error::io(Path::new("127.0.0.1"), &cause);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(fault)?;
    tokio::task::LocalSet::new().block_on(&runtime, async {
        listener.set_nonblocking(true).map_err(fault)?;
        let listener = TcpListener::from_std(listener).map_err(fault)?;
        tokio::task::spawn_local(accept(listener, Rc::new(RefCell::new(room))));
        tokio::signal::ctrl_c().await.map_err(fault)
    })
}

async fn accept(listener: TcpListener, room: Rc<RefCell<Room>>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::task::spawn_local(converse(stream, room.clone()))),
            // Too many open files: others will be closed.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn converse(stream: TcpStream, room: Rc<RefCell<Room>>) {
    let service = service_fn(move |request| reply(request, room.clone()));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(LONGEST_HEAD);
    // A browser that goes away in the middle of a request is no fault.
    let _ = http.serve_connection(TokioIo::new(stream), service).await;
}

async fn reply(
    request: hyper::Request<Incoming>,
    room: Rc<RefCell<Room>>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let header = |name: HeaderName| {
        head.headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    let mut request = Request {
        method: head.method.to_string(),
        path: head.uri.path().into(),
        host: header(HOST),
        origin: header(ORIGIN),
        content_type: header(CONTENT_TYPE),
        body: Vec::new(),
    };
    let refusal = room.borrow().admit(&request).err();
    let reply = match (refusal, read(body).await) {
        (Some(refusal), _) | (None, Err(refusal)) => refusal,
        (None, Ok(body)) => {
            request.body = body;
            let mut room = room.borrow_mut();
            match room.admit(&request) {
                Ok((seat, rest)) => room.answer(seat, rest, &request),
                Err(refusal) => refusal,
            }
        }
    };
    Ok(response(reply))
}

/// The body, if it is short and does not dawdle.
async fn read(body: Incoming) -> Result<Vec<u8>, Reply> {
    match tokio::time::timeout(PATIENCE, Limited::new(body, LONGEST_BODY).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes().to_vec()),
        Ok(Err(_)) => Err(Reply::refused(413, "This is longer than codes of one statement can be.")),
        Err(_) => Err(Reply::refused(408, "It took too long to arrive.")),
    }
}

fn response(reply: Reply) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(reply.body)));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = HEADERS.into_iter().chain([("content-type", reply.content_type)]);
    for (name, value) in headers {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}
