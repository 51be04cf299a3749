package store

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"time"
)

// Numbers in keys are big-endian, so that bbolt's byte order is their order.

func key32(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }

func key64(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

func num32(b []byte) uint32 {
	if len(b) < 4 {
		return 0
	}
	return binary.BigEndian.Uint32(b)
}

func num64(b []byte) uint64 {
	if len(b) < 8 {
		return 0
	}
	return binary.BigEndian.Uint64(b)
}

// nanos is t for a record: 0 for the zero time, and the nearest end of what 64
// bits can say (1678 to 2262) for times beyond.
func nanos(t time.Time) int64 {
	switch {
	case t.IsZero():
		return 0
	case t.Year() < 1678:
		return math.MinInt64
	case t.Year() > 2261:
		return math.MaxInt64
	}
	return t.UnixNano()
}

// at is the other way; times come back in UTC.
func at(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}

const signBit = 1 << 63

// ordered is a time as a number whose order is the order of time.
func ordered(n int64) uint64 { return uint64(n) ^ signBit }

func timeOf(key []byte) int64 { return int64(num64(key) ^ signBit) }

// timeKey is a place in time order: a time and, among equals, an id.
func timeKey(n int64, id uint64) []byte {
	b := make([]byte, 0, 16)
	b = binary.BigEndian.AppendUint64(b, ordered(n))
	return binary.BigEndian.AppendUint64(b, id)
}

// hashSize keeps index keys short; 96 bits of SHA-256 leave no room for chance.
const hashSize = 12

// digest hashes parts so that no two lists of parts read the same.
func digest(parts ...string) []byte {
	h := sha256.New()
	var n [8]byte
	for _, p := range parts {
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		h.Write([]byte(p))
	}
	return h.Sum(nil)[:hashSize]
}

// day numbers days in UTC; 0 is 1970-01-01.
func day(n int64) uint32 { return uint32(max(0, n/int64(24*time.Hour))) }
