//! Requests on their way: sent when made, awaited when wanted.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::sync::oneshot;
use zk_proto::{DecodeError, ErrorCode, Reader};

use crate::chroot::Chroot;
use crate::error::{Applied, Error};
use crate::session::Class;
use crate::types::{RawReply, Reply};
use crate::watcher::{Inner, WatchStream, Watcher};

/// A request that is on its way, and will be whether or not this is awaited.
#[must_use = "the request is on its way, but nobody will see how it ends; call detach() if that is meant"]
#[derive(Debug)]
pub struct Pending<T> {
    state: State,
    about: About,
    decode: fn(&About, RawReply) -> Result<T, Error>,
}

impl<T> Pending<T> {
    pub(crate) fn new(
        answer: oneshot::Receiver<Result<RawReply, Error>>,
        about: About,
        decode: fn(&About, RawReply) -> Result<T, Error>,
    ) -> Pending<T> {
        Pending { state: State::Waiting(answer), about, decode }
    }

    pub(crate) fn failed(error: Error, about: About) -> Pending<T> {
        Pending { state: State::Failed(Some(error)), about, decode: |_, _| Err(Error::Closed) }
    }

    /// Lets the request go its way unobserved.
    pub fn detach(self) {}
}

impl<T> Future for Pending<T> {
    type Output = Result<Reply<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = match &mut self.state {
            State::Failed(error) => Err(error.take().unwrap_or(Error::Closed)),
            // The connection's task is gone without a word, as at the end of its runtime.
            State::Waiting(answer) => match ready!(Pin::new(answer).poll(cx)) {
                Ok(outcome) => outcome,
                Err(_) => Err(self.about.lost()),
            },
        };
        Poll::Ready(outcome.and_then(|raw| {
            let zxid = raw.zxid;
            (self.decode)(&self.about, raw).map(|value| Reply { zxid, value })
        }))
    }
}

/// A request that also sets a one-shot watch.
#[must_use = "the request is on its way, but nobody will see how it ends"]
#[derive(Debug)]
pub struct PendingWatch<T> {
    request: Pending<T>,
    watch: Option<Inner>,
}

impl<T> PendingWatch<T> {
    pub(crate) fn new(request: Pending<T>, watch: Inner) -> PendingWatch<T> {
        PendingWatch { request, watch: Some(watch) }
    }
}

impl<T> Future for PendingWatch<T> {
    type Output = Result<(Reply<T>, Watcher), Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let reply = ready!(Pin::new(&mut self.request).poll(cx));
        let watch = self.watch.take();
        Poll::Ready(reply.and_then(|r| watch.map(|w| (r, Watcher::from(w))).ok_or(Error::Closed)))
    }
}

/// A request that sets a persistent watch.
#[must_use = "the request is on its way, but nobody will see how it ends"]
#[derive(Debug)]
pub struct PendingStream {
    request: Pending<()>,
    watch: Option<Inner>,
}

impl PendingStream {
    pub(crate) fn new(request: Pending<()>, watch: Inner) -> PendingStream {
        PendingStream { request, watch: Some(watch) }
    }
}

impl Future for PendingStream {
    type Output = Result<(Reply<()>, WatchStream), Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let reply = ready!(Pin::new(&mut self.request).poll(cx));
        let watch = self.watch.take();
        Poll::Ready(reply.and_then(|r| watch.map(|w| (r, WatchStream::from(w))).ok_or(Error::Closed)))
    }
}

#[derive(Debug)]
enum State {
    Waiting(oneshot::Receiver<Result<RawReply, Error>>),
    Failed(Option<Error>),
}

/// What is remembered of a request to make sense of its answer.
#[derive(Debug)]
pub(crate) struct About {
    /// As the caller wrote it.
    pub(crate) path: String,
    /// Of a multi's operations.
    pub(crate) paths: Vec<String>,
    pub(crate) class: Class,
    pub(crate) chroot: Arc<Chroot>,
}

impl About {
    /// Turns an error code into an error.
    pub(crate) fn check(&self, reply: &RawReply) -> Result<(), Error> {
        let (path, zxid) = (self.path.clone(), reply.zxid);
        match zk_proto::error::check(reply.err) {
            Ok(()) => Ok(()),
            Err(Ok(ErrorCode::SessionExpired)) => Err(Error::SessionExpired),
            Err(Ok(code)) => Err(Error::Server { code, path, zxid }),
            Err(Err(code)) => Err(Error::UnknownCode { code, path, zxid }),
        }
    }

    /// Checks the code, then reads the body.
    pub(crate) fn read<T>(
        &self,
        reply: &RawReply,
        decode: impl FnOnce(&mut Reader<'_>) -> Result<T, DecodeError>,
    ) -> Result<T, Error> {
        self.check(reply)?;
        decode(&mut Reader::new(&reply.body)).map_err(|source| self.unreadable(source))
    }

    pub(crate) fn unreadable(&self, source: DecodeError) -> Error {
        let applied = if self.class == Class::Write { Applied::Yes } else { Applied::No };
        Error::Decode { path: self.path.clone(), source, applied }
    }

    pub(crate) fn to_client(&self, path: &str) -> String {
        self.chroot.to_client(path).into_owned()
    }

    fn lost(&self) -> Error {
        match self.class {
            Class::Read => Error::ReadLost(crate::Reason::Closed),
            Class::Write => Error::OutcomeUnknown(crate::Reason::Closed),
        }
    }
}
