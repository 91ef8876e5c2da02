//! Each checker sees a planted violation: a checker that has never failed is not trusted.
