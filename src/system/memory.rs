//! Whether so much memory can be had: a program whose allocation is refused aborts without a message.

/// What the program needs beside the one piece.
const REST: u64 = 8 << 20;

/// True when so many bytes in one piece can be had now.
pub fn has_room(bytes: u64) -> bool {
    let bytes = bytes.saturating_add(REST);
    exists(bytes) && is_allowed(bytes)
}

/// The machine has so much at all.
#[cfg(target_os = "linux")]
fn exists(bytes: u64) -> bool {
    let system = rustix::system::sysinfo();
    let whole = wide(system.totalram).saturating_add(wide(system.totalswap));
    whole.saturating_mul(wide(system.mem_unit.max(1))) >= bytes
}

/// The kernel's figures are as wide as the machine's words.
#[cfg(target_os = "linux")]
fn wide(figure: impl Into<u64>) -> u64 {
    figure.into()
}

#[cfg(not(target_os = "linux"))]
fn exists(_: u64) -> bool {
    true
}

/// The limits of this process and of the kernel leave room for it. A thread's stack is the one large piece of memory
/// that can be asked for and refused without touching it: memory that our own allocator has given is wiped when it goes
/// back, all of it.
fn is_allowed(bytes: u64) -> bool {
    let Ok(size) = usize::try_from(bytes) else {
        return false;
    };
    let asked = std::thread::Builder::new().stack_size(size).spawn(|| ());
    asked.is_ok_and(|thread| thread.join().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_little_can_be_had_and_everything_cannot() {
        assert!(has_room(1 << 20));
        assert!(!has_room(1 << 60));
    }
}
