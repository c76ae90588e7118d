INSERT INTO issuer (kind, province_code, next_serial)
VALUES ($1, $2, $3)
ON CONFLICT (kind, province_code) DO UPDATE SET next_serial = excluded.next_serial
