package analysis

// bootstrap is ways to take the parts of the points: all of them once, then as many again as there are, drawn with replacement, for each resample. Parts and
// not points are drawn: the points of a part are even by themselves, which is why the sequence is used, and a sum over parts costs next to nothing. Each part
// is less even than all points are, so the intervals are on the safe side.
type bootstrap struct {
	parts  int
	counts []float64 // how often each part is taken, way by way
}

func resamples(parts int, seed uint64) *bootstrap {
	b := &bootstrap{parts, make([]float64, (Resamples+1)*parts)}
	for k := range parts {
		b.counts[k] = 1
	}
	key := mixSeed(mixSeed(seed) ^ bootstrapTag)
	for r := 1; r <= Resamples; r++ {
		row := b.counts[r*parts : (r+1)*parts]
		for range parts {
			key += 0x9e3779b97f4a7c15
			row[mixSeed(key)>>32*uint64(parts)>>32]++
		}
	}
	return b
}

// bootstrapTag keeps the choice of parts apart from the points themselves.
const bootstrapTag = 0x1f83d9abfb41bd6b

// mean is the mean over n points, part by part taken as the way says; the sums are over parts of equal size.
func (b *bootstrap) mean(way int, sums []float64, n int) float64 {
	var s0, s1, s2, s3 float64
	row := b.counts[way*b.parts : (way+1)*b.parts]
	row = row[:len(sums)]
	i := 0
	for ; i < len(sums)-3; i += 4 {
		s0 += float64(row[i] * sums[i])
		s1 += float64(row[i+1] * sums[i+1])
		s2 += float64(row[i+2] * sums[i+2])
		s3 += float64(row[i+3] * sums[i+3])
	}
	for ; i < len(sums); i++ {
		s0 += float64(row[i] * sums[i])
	}
	return (s0 + s1 + s2 + s3) / float64(n)
}
