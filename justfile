# What is here.
default:
    @just --list

# Formatting and lints.
check:
    cargo fmt --check && cargo clippy --locked --all-targets -- --deny warnings

# Unit and integration tests; `tests/run` runs those in the browser too.
test:
    cargo test --locked

# Write expected output anew; read the diff before committing it.
bless:
    BLESS=1 UPDATE_EXPECT=1 cargo test --locked

# The sample site, into public/.
site:
    cargo run --locked --release -- build

# The documentation of the code.
docs:
    cargo doc --locked --no-deps
