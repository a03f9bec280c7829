package embedded

// Stats counts since Open, for metrics.
type Stats struct {
	Writes  int64 // changes that got a verdict
	Commits int64 // transactions, each one sync: fewer than Writes when writers meet
	Reruns  int64 // groups that were taken apart after a hard error
}

// Stats may be called at any time.
func (s *Store) Stats() Stats {
	var out Stats
	for _, f := range []*file{s.main, s.large} {
		out.Writes += f.write.ops.Load()
		out.Commits += f.write.commits.Load()
		out.Reruns += f.write.reruns.Load()
	}
	return out
}
