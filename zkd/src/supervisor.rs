//! What a supervisor such as systemd is told over `$NOTIFY_SOCKET`, if it started this process and wants to know: that it is
//! ready, that it stops, and, for a watchdog, that it lives.

use std::convert::Infallible;
use std::time::Duration;

use sd_notify::NotifyState;
use zkd::Server;

/// Clients can connect.
pub(crate) fn ready() {
    tell(NotifyState::Ready);
}

/// It ends, because somebody asked or by itself.
pub(crate) fn stopping() {
    tell(NotifyState::Stopping);
}

/// Tells the watchdog of each half of its time in which the server's core has answered; never ends. A core that is stuck is
/// not told of, and the supervisor does what it was told to do with such a process.
pub(crate) async fn keep_watchdog(server: &Server) -> Infallible {
    let Some(limit) = sd_notify::watchdog_enabled() else { return std::future::pending().await };
    let period = limit / 2;
    tracing::info!("the supervisor's watchdog hears from the server every {} ms", period.as_millis());
    loop {
        tokio::time::sleep(period.max(SHORTEST)).await;
        server.answers().await;
        tell(NotifyState::Watchdog);
    }
}

/// Whatever the supervisor wants, nobody has to be told more often.
const SHORTEST: Duration = Duration::from_millis(50);

fn tell(state: NotifyState<'_>) {
    if let Err(e) = sd_notify::notify(&[state]) {
        tracing::warn!("cannot tell the supervisor ($NOTIFY_SOCKET): {e}");
    }
}
