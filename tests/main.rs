//! The one integration binary: each module beneath is a part of the program seen from outside.

mod durability;
mod parts;
mod trust;
mod vaults;

/// As in the program itself: freed memory is wiped. One test looks through its own memory.
#[global_allocator]
static WIPING: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);
