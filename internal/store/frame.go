package store

import (
	"encoding/binary"
	"errors"
	"hash/crc32"

	"github.com/tinylib/msgp/msgp"
)

// recordVersion is the first byte of every value. A change that msgp's own
// tolerance (new fields are zero, unknown ones are skipped) does not cover
// gets a new one, and a migration.
const recordVersion = 1

// frameSize is the version byte and the checksum before the payload.
const frameSize = 5

// errRecord is a value that does not check; it is counted, not returned.
var errRecord = errors.New("record does not check")

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sum covers the key too: a sound value in the wrong place is damage.
func sum(key, payload []byte) uint32 {
	crc := crc32.Update(recordVersion, castagnoli, key)
	return crc32.Update(crc, castagnoli, payload)
}

// seal frames a record for its key.
func seal(key []byte, r msgp.Marshaler) ([]byte, error) {
	n := 64
	if s, ok := r.(msgp.Sizer); ok {
		n = s.Msgsize()
	}
	b, err := r.MarshalMsg(make([]byte, frameSize, frameSize+n))
	if err != nil {
		return nil, err
	}
	return stamp(key, b), nil
}

// sealBytes frames plain bytes.
func sealBytes(key []byte, payload string) []byte {
	b := make([]byte, frameSize, frameSize+len(payload))
	return stamp(key, append(b, payload...))
}

func stamp(key, b []byte) []byte {
	b[0] = recordVersion
	binary.BigEndian.PutUint32(b[1:frameSize], sum(key, b[frameSize:]))
	return b
}

// payload returns the content of a framed value, which lives as long as value.
func payload(key, value []byte) ([]byte, error) {
	if len(value) < frameSize || value[0] != recordVersion {
		return nil, errRecord
	}
	body := value[frameSize:]
	if binary.BigEndian.Uint32(value[1:frameSize]) != sum(key, body) {
		return nil, errRecord
	}
	return body, nil
}

// unseal decodes a framed value into r.
func unseal(key, value []byte, r msgp.Unmarshaler) error {
	body, err := payload(key, value)
	if err != nil {
		return err
	}
	rest, err := r.UnmarshalMsg(body)
	if err != nil || len(rest) != 0 {
		return errRecord
	}
	return nil
}
