// Package simulation plays seeded histories of phones, desk and faults against
// the real server code, compares what comes of them with a small model of its
// own, and runs the fault scenarios of the protocol by name. All of it is tests:
//
//	go test ./server/simulation -seeds 10000        more histories
//	go test ./server/simulation -seed 4711 -v       one of them again, with its story
//
// bench is the program behind make bench.
package simulation
