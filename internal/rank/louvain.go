package rank

// maxSweeps ends a level of Louvain's method, which settles in a handful of
// sweeps.
const maxSweeps = 20

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

// induced is the network among some nodes, numbered in their order.
func induced(edges [][]edge, who []int32) [][]edge {
	if len(who) == len(edges) {
		return edges
	}
	number := make([]int32, len(edges)) // one more than the new number
	for i, v := range who {
		number[v] = int32(i) + 1
	}
	out := make([][]edge, len(who))
	for i, v := range who {
		for _, e := range edges[v] {
			if k := number[e.to]; k > 0 {
				out[i] = append(out[i], edge{to: k - 1, weight: e.weight})
			}
		}
	}
	return out
}
