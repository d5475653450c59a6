//! Output whose reader may leave.

use std::io;

/// Writes to `W` until its reader closes the pipe; what comes after that is dropped without an error, so that the run
/// ends with the verdict it would have had.
#[derive(Debug)]
pub struct UntilClosed<W> {
    inner: W,
    closed: bool,
}

impl<W: io::Write> UntilClosed<W> {
    /// Writes to `inner`.
    pub const fn new(inner: W) -> Self {
        Self { inner, closed: false }
    }

    fn unless_closed<T>(&mut self, result: io::Result<T>, otherwise: T) -> io::Result<T> {
        match result {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(otherwise)
            }
            result => result,
        }
    }
}

impl<W: io::Write> io::Write for UntilClosed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.closed {
            return Ok(bytes.len());
        }
        let result = self.inner.write(bytes);
        self.unless_closed(result, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        let result = self.inner.flush();
        self.unless_closed(result, ())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    /// Fails with `kind` from the second write on.
    struct Fails(io::ErrorKind, usize);

    impl io::Write for Fails {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.1 += 1;
            if self.1 > 1 { Err(self.0.into()) } else { Ok(bytes.len()) }
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(self.0.into())
        }
    }

    #[test]
    fn a_closed_pipe_swallows_what_follows() {
        let mut pipe = UntilClosed::new(Fails(io::ErrorKind::BrokenPipe, 0));
        for _ in 0..3 {
            pipe.write_all(b"line\n").unwrap();
        }
        pipe.flush().unwrap();
        assert_eq!(pipe.inner.1, 2, "nothing is written once the pipe is closed");
    }

    #[test]
    fn every_other_error_is_passed_on() {
        let mut pipe = UntilClosed::new(Fails(io::ErrorKind::StorageFull, 0));
        pipe.write_all(b"line\n").unwrap();
        assert_eq!(pipe.write_all(b"line\n").unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert!(pipe.flush().is_err());
    }
}
