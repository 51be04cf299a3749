package rank

// maxSweeps ends a level of Louvain's method, which settles in a handful of
// sweeps.
const maxSweeps = 20

// minDensity is the part of its pairs that must have more in common than
// expected for a group to be a community. Circles and rings reach a third and
// more, by what is known of them; half a network that shares the day's news
// does not, and is looked into for the circles it consists of.
const minDensity = 0.25

// split labels nodes by group: what is dense stays, what is loose is taken
// apart by itself, and what comes apart no further stands alone (-1).
func split(edges [][]edge) []int32 {
	label := louvain(edges)
	members := make([][]int32, 0, 64)
	for v, l := range label {
		for int(l) >= len(members) {
			members = append(members, nil)
		}
		members[l] = append(members[l], int32(v))
	}
	out := make([]int32, len(edges))
	for _, who := range members {
		within := edges
		if len(members) > 1 {
			within = induced(edges, who)
		}
		var parts []int32
		switch {
		case density(within) >= minDensity:
			parts = make([]int32, len(who))
		case len(members) > 1:
			parts = split(within)
		}
		for i, v := range who {
			out[v] = -1
			if parts != nil && parts[i] >= 0 {
				out[v] = who[parts[i]]
			}
		}
	}
	return first(out)
}

// first names every group by its first node.
func first(label []int32) []int32 {
	name := map[int32]int32{}
	out := make([]int32, len(label))
	for v, l := range label {
		out[v] = -1
		if l < 0 {
			continue
		}
		k, ok := name[l]
		if !ok {
			k = int32(v)
			name[l] = k
		}
		out[v] = k
	}
	return out
}

// density is the part of the pairs that have more in common than expected.
func density(edges [][]edge) float64 {
	n, close := float64(len(edges)), 0.0
	for _, es := range edges {
		for _, e := range es {
			if e.close {
				close++
			}
		}
	}
	return close / max(n*(n-1), 1)
}

// induced is the network among some nodes, numbered in their order.
func induced(edges [][]edge, who []int32) [][]edge {
	number := make(map[int32]int32, len(who))
	for i, v := range who {
		number[v] = int32(i)
	}
	out := make([][]edge, len(who))
	for i, v := range who {
		for _, e := range edges[v] {
			if k, ok := number[e.to]; ok {
				out[i] = append(out[i], edge{to: k, weight: e.weight, close: e.close})
			}
		}
	}
	return out
}

// louvain labels nodes by group: sweep over the nodes, moving each to the
// neighbouring group where modularity gains most, until nothing moves; then
// take groups for nodes and start over.
func louvain(edges [][]edge) []int32 {
	label := make([]int32, len(edges))
	for v := range label {
		label[v] = int32(v)
	}
	level := edges
	loops := make([]float64, len(edges)) // weight inside a node, counted from both ends
	for {
		moved, groups := sweep(level, loops)
		if !moved {
			return label
		}
		for v := range label {
			label[v] = groups[label[v]]
		}
		level, loops = contract(level, loops, groups)
	}
}

// sweep moves nodes until nothing gains, and numbers the groups from 0 in the
// order of their first nodes.
func sweep(edges [][]edge, loops []float64) (moved bool, groups []int32) {
	n := len(edges)
	groups = make([]int32, n)
	degree, inGroup := make([]float64, n), make([]float64, n)
	total := 0.0
	for v, es := range edges {
		groups[v] = int32(v)
		degree[v] = loops[v]
		for _, e := range es {
			degree[v] += e.weight
		}
		inGroup[v] = degree[v]
		total += degree[v]
	}
	if total == 0 {
		return false, groups
	}
	to := make([]float64, n)
	var touched []int32
	for range maxSweeps {
		again := false
		for v, es := range edges {
			touched = touched[:0]
			for _, e := range es {
				g := groups[e.to]
				if to[g] == 0 {
					touched = append(touched, g)
				}
				to[g] += e.weight
			}
			old := groups[v]
			inGroup[old] -= degree[v]
			gain := func(g int32) float64 { return to[g] - degree[v]*inGroup[g]/total }
			best, top := old, gain(old)
			for _, g := range touched {
				// Rounding must not decide, nor keep a node swinging.
				if x := gain(g); x > top+1e-12*total {
					best, top = g, x
				}
			}
			for _, g := range touched {
				to[g] = 0
			}
			inGroup[best] += degree[v]
			if best != old {
				groups[v], again, moved = best, true, true
			}
		}
		if !again {
			break
		}
	}
	return moved, renumber(groups)
}

func renumber(groups []int32) []int32 {
	number := map[int32]int32{}
	for v, g := range groups {
		k, ok := number[g]
		if !ok {
			k = int32(len(number))
			number[g] = k
		}
		groups[v] = k
	}
	return groups
}

// contract makes a graph of the groups.
func contract(edges [][]edge, loops []float64, groups []int32) ([][]edge, []float64) {
	n := int32(0)
	for _, g := range groups {
		n = max(n, g+1)
	}
	members := make([][]int32, n)
	for v, g := range groups {
		members[g] = append(members[g], int32(v))
	}
	out, inside := make([][]edge, n), make([]float64, n)
	to := make([]float64, n)
	for g, who := range members {
		var touched []int32
		for _, v := range who {
			inside[g] += loops[v]
			for _, e := range edges[v] {
				t := groups[e.to]
				if int(t) == g {
					inside[g] += e.weight
					continue
				}
				if to[t] == 0 {
					touched = append(touched, t)
				}
				to[t] += e.weight
			}
		}
		for _, t := range touched {
			out[g] = append(out[g], edge{to: t, weight: to[t]})
			to[t] = 0
		}
	}
	return out, inside
}
