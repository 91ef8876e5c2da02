//! A connection for long work: it outlives a server that goes away for a while.

use std::time::{Duration, Instant};

use zk_client::{Client, ConnectError, ConnectString, Error, Options, Reason, SessionState, Zxid};

use crate::context::Context;
use crate::failure::Result;

/// Pause before the next attempt where the connection breaks at once.
const PAUSE: Duration = Duration::from_millis(50);

/// How much a command bears.
#[derive(Clone, Copy, Debug)]
pub enum Patience {
    /// As long as one operation may take; the session must live.
    Short,
    /// So long, over timeouts and new sessions too.
    Long(Duration),
}

/// A client, and what it takes to get another one.
pub struct Link {
    client: Client,
    /// Where to open a new session when this one is gone; only with long patience.
    again: Option<(ConnectString, Options)>,
    patience: Duration,
    down_since: Option<Instant>,
    /// How often the connection was lost.
    breaks: u64,
    /// Whether the client was opened here, so that it is to be closed here.
    own: bool,
}

impl Link {
    /// The session of the context.
    ///
    /// # Errors
    /// There is no connection to be had.
    pub async fn of(context: &mut Context, patience: Patience) -> Result<Link> {
        let client = context.client().await?;
        let (again, patience) = match patience {
            Patience::Short => (None, context.op_timeout()),
            Patience::Long(time) => (Some((context.servers()?, context.options().await?)), time),
        };
        Ok(Link { client, again, patience, down_since: None, breaks: 0, own: false })
    }

    /// A session of its own on other servers, with the context's options and credentials.
    ///
    /// # Errors
    /// There is no connection to be had.
    pub async fn to(hosts: &str, context: &mut Context, patience: Duration) -> Result<Link> {
        let servers = Context::parse_servers(hosts)?;
        let options = context.options().await?;
        let client = Client::connect(servers.clone(), options.clone())
            .await
            .map_err(|e| crate::context::connect_failure(hosts, e))?;
        let again = Some((servers, options));
        Ok(Link { client, again, patience, down_since: None, breaks: 0, own: true })
    }

    /// Of a client alone.
    pub fn plain(client: Client, patience: Duration) -> Link {
        Link { client, again: None, patience, down_since: None, breaks: 0, own: false }
    }

    /// Another one on the same session.
    pub fn fork(&self) -> Link {
        let (client, again) = (self.client.clone(), self.again.clone());
        Link { client, again, patience: self.patience, down_since: None, breaks: 0, own: false }
    }

    /// The client as it is now.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// How often the connection was lost.
    pub fn breaks(&self) -> u64 {
        self.breaks
    }

    /// The highest zxid seen.
    pub fn last_zxid(&self) -> Zxid {
        self.client.last_zxid()
    }

    /// An answer has come: patience is whole again.
    pub fn alive(&mut self) {
        self.down_since = None;
    }

    /// Waits until there is a connection again. `sent_in` is what [`Link::breaks`] was when the request was sent: of
    /// many that one break has lost, the first is the one to wait.
    ///
    /// # Errors
    /// The error itself if it is none of the connection, or if patience is over.
    pub async fn outlive(&mut self, error: Error, sent_in: u64) -> Result<(), Error> {
        if !self.bears(&error) {
            return Err(error);
        }
        if sent_in < self.breaks && matches!(self.client.state(), SessionState::Connected { .. }) {
            return Ok(());
        }
        self.breaks += u64::from(sent_in == self.breaks);
        let deadline = *self.down_since.get_or_insert_with(Instant::now) + self.patience;
        loop {
            if Instant::now() + PAUSE >= deadline {
                return Err(error);
            }
            tokio::time::sleep(PAUSE).await;
            let left = deadline.saturating_duration_since(Instant::now());
            let mut states = self.client.states();
            let settled = states.wait_for(|s| s.is_final() || matches!(s, SessionState::Connected { .. }));
            let state = match tokio::time::timeout(left, settled).await {
                Ok(Ok(state)) => state.clone(),
                Ok(Err(_)) => SessionState::Closed,
                Err(_) => return Err(error),
            };
            match state {
                SessionState::Expired | SessionState::Closed => {
                    let Some((servers, options)) = self.again.clone() else {
                        return Err(Error::SessionExpired);
                    };
                    match Client::connect(servers, options).await {
                        Ok(client) => {
                            self.client = client;
                            self.own = true;
                            return Ok(());
                        }
                        Err(ConnectError::Timeout { .. }) => {}
                        Err(_) => return Err(error),
                    }
                }
                SessionState::AuthFailed => return Err(Error::AuthFailed),
                _ => return Ok(()),
            }
        }
    }

    /// Whether an error is one of the connection and may pass.
    fn bears(&self, error: &Error) -> bool {
        let patient = self.again.is_some();
        match error {
            Error::NotSent(reason) | Error::ReadLost(reason) | Error::OutcomeUnknown(reason) => {
                match reason {
                    Reason::ConnectionLost | Reason::NotConnected => true,
                    Reason::Timeout | Reason::Closed => patient,
                    _ => false,
                }
            }
            Error::SessionExpired | Error::Closed => patient,
            _ => false,
        }
    }

    /// Runs a read until it is answered.
    ///
    /// # Errors
    /// What the server says, or that patience is over.
    pub async fn read<T, F>(&mut self, request: impl Fn(&Client) -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<zk_client::Reply<T>, Error>>,
    {
        loop {
            let sent_in = self.breaks;
            match request(&self.client).await {
                Ok(reply) => {
                    self.alive();
                    return Ok(reply.into_value());
                }
                Err(error) => self.outlive(error, sent_in).await?,
            }
        }
    }

    /// Closes the session if it was opened here.
    pub async fn close(self) {
        if self.own {
            let _ = tokio::time::timeout(crate::context::CLOSE_TIMEOUT, self.client.close()).await;
        }
    }
}
