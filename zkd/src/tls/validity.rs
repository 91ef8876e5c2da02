//! From when until when our own certificate holds and whom it is for, and what about it an operator should know before clients do.

use std::time::{SystemTime, UNIX_EPOCH};

use rustls::pki_types::CertificateDer;
use x509_cert::Certificate;
use x509_cert::der::Decode;
use x509_cert::ext::pkix::SubjectAltName;

/// What is worth telling of a certificate that otherwise can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Validity {
    /// Seconds since 1970.
    not_before: u64,
    /// Seconds since 1970.
    pub(crate) not_after: u64,
    has_names: bool,
}

/// Soon enough to be told at the start; whoever renews certificates by a program does so earlier.
const SOON_SECS: u64 = 14 * DAY_SECS;
const DAY_SECS: u64 = 86_400;

impl Validity {
    /// Of a certificate; none if it cannot be read.
    pub(super) fn of(certificate: &CertificateDer<'_>) -> Option<Validity> {
        let parsed = Certificate::from_der(certificate).ok()?;
        let tbs = parsed.tbs_certificate();
        Some(Validity {
            not_before: tbs.validity().not_before.to_unix_duration().as_secs(),
            not_after: tbs.validity().not_after.to_unix_duration().as_secs(),
            has_names: has_names(certificate),
        })
    }

    /// Whether its time is over.
    pub(super) fn is_over(&self) -> bool {
        now() > self.not_after
    }

    /// What makes others turn away from a server that shows it, now or soon.
    pub(super) fn doubts(&self) -> Vec<String> {
        self.doubts_at(now())
    }

    fn doubts_at(&self, now: u64) -> Vec<String> {
        let mut doubts = Vec::new();
        let days = |secs: u64| match secs / DAY_SECS {
            0 => "less than a day".to_owned(),
            1 => "a day".to_owned(),
            days => format!("{days} days"),
        };
        if now > self.not_after {
            let since = days(now - self.not_after);
            doubts.push(format!("it expired {since} ago: whoever checks it does not connect"));
        } else if now < self.not_before {
            let wait = days(self.not_before - now);
            doubts.push(format!(
                "it is not valid yet, but in {wait}: whoever checks it does not connect; is this machine's clock right?"
            ));
        } else if self.not_after - now < SOON_SECS {
            doubts.push(format!("it expires in {}", days(self.not_after - now)));
        }
        if !self.has_names {
            doubts.push(
                "it has no subjectAltName: clients and servers that check the name of the host do not connect, but for \
                 Apache's Java clients, which look at the common name then"
                    .into(),
            );
        }
        doubts
    }
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_secs())
}

/// Whether it has a name in its subjectAltName.
pub(super) fn has_names(certificate: &CertificateDer<'_>) -> bool {
    let Ok(parsed) = Certificate::from_der(certificate) else { return false };
    let names = parsed.tbs_certificate().get_extension::<SubjectAltName>().ok().flatten();
    names.is_some_and(|(_, names)| !names.0.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_will_keep_others_away_is_told() {
        let day = DAY_SECS;
        let good = Validity { not_before: 10 * day, not_after: 100 * day, has_names: true };
        assert_eq!(good.doubts_at(50 * day), Vec::<String>::new());
        for (validity, now, said) in [
            (good, 103 * day, "it expired 3 days ago"),
            (good, 9 * day + 1, "it is not valid yet, but in less than a day"),
            (good, 98 * day, "it expires in 2 days"),
            (Validity { has_names: false, ..good }, 50 * day, "it has no subjectAltName"),
        ] {
            let doubts = validity.doubts_at(now);
            assert_eq!(doubts.len(), 1, "{doubts:?}");
            assert!(doubts[0].contains(said), "{doubts:?}");
        }
    }

    #[test]
    fn a_certificates_own_dates_and_names_are_read() {
        let mut params = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        (params.not_before, params.not_after) =
            (rcgen::date_time_ymd(2020, 1, 1), rcgen::date_time_ymd(2020, 1, 3));
        let key = rcgen::KeyPair::generate().unwrap();
        let found = Validity::of(params.self_signed(&key).unwrap().der()).unwrap();
        let expected = Validity { not_before: 1_577_836_800, not_after: 1_578_009_600, has_names: true };
        assert_eq!(found, expected);
        let nameless = rcgen::CertificateParams::new(Vec::new()).unwrap().self_signed(&key).unwrap();
        assert!(!Validity::of(nameless.der()).unwrap().has_names);
        assert_eq!(Validity::of(&CertificateDer::from(vec![1, 2, 3])), None);
    }
}
