// Package ferret runs the storage suite over MongoDB's wire protocol, on
// FerretDB in this process. It is a module of its own, so that FerretDB and what
// it needs never reach the product; it has no code but tests.
package ferret
