/**
 * Work of several statements that must be one call: while a function runs nothing waits for the client, so one
 * that is stopped in the middle leaves nothing locked. A function that has landed is never edited; nodes of the
 * version before call it. A changed one gets a new name, in a new step.
 */
export const functions = /* sql */ `
  -- Appends messages of some rooms, which are given once each and in the order of their ids, so that two who
  -- write to the same rooms wait for each other instead of for ever. p_of says which room a message is of and
  -- p_place its place among the messages of that room, both from 1. p_import is NULL for a live feed.
  CREATE FUNCTION append_messages(
    p_import bigint, p_now bigint,
    p_room_oid text[], p_name text[], p_name_key text[], p_name_folded text[], p_source text[], p_format text[],
    p_count bigint[],
    p_of integer[], p_place integer[], p_at bigint[], p_key text[], p_source_id text[], p_time_source smallint[],
    p_author text[], p_author_key text[], p_is_system boolean[], p_is_bot boolean[], p_text text[],
    p_reply_to text[], p_attachments text[]
  ) RETURNS TABLE (
    room integer, messages bigint, system bigint, duplicates bigint, participants bigint,
    first_at bigint, last_at bigint
  ) LANGUAGE plpgsql AS $$
  #variable_conflict use_column
  DECLARE
    v_id bigint[];
    -- The order number before the first of each room.
    v_before bigint[];
    v_new bigint;
    -- Whether anything is said of people at all: mostly it is not, and then each author is one.
    v_said boolean := EXISTS (SELECT 1 FROM people);
    v_given bigint := cardinality(p_at);
  BEGIN
    -- Holds the row of each room to the end: order numbers become visible in their order.
    WITH given AS (
      SELECT * FROM unnest(p_room_oid, p_name, p_name_key, p_name_folded, p_source, p_format, p_count)
        WITH ORDINALITY AS g (room_oid, name, name_key, name_folded, source, format, count, n)
    ), taken AS (
      INSERT INTO rooms AS r (room_oid, name, name_key, name_folded, source, format, visible, created_at, next_ord)
      SELECT room_oid, name, name_key, name_folded, source, format, p_import IS NULL, p_now, 1 + count
      FROM given ORDER BY n
      ON CONFLICT (room_oid) DO UPDATE
        SET next_ord = r.next_ord + excluded.next_ord - 1, visible = r.visible OR excluded.visible
      RETURNING r.room_id, r.room_oid, r.next_ord
    )
    SELECT array_agg(t.room_id ORDER BY g.n), array_agg(t.next_ord - 1 - g.count ORDER BY g.n)
    INTO v_id, v_before FROM taken t JOIN given g ON g.room_oid = t.room_oid;

    INSERT INTO messages (room_id, at, ord, key, source_id, time_source, author, author_key, is_system, is_bot,
      text, reply_to, attachments, import_id)
    SELECT v_id[g.of], g.at, v_before[g.of] + g.place, g.key, g.source_id, g.time_source, g.author, g.author_key,
      g.is_system, g.is_bot, g.text, g.reply_to, g.attachments, coalesce(p_import, 0)
    FROM unnest(p_of, p_place, p_at, p_key, p_source_id, p_time_source, p_author, p_author_key, p_is_system,
      p_is_bot, p_text, p_reply_to, p_attachments) AS g (of, place, at, key, source_id, time_source, author,
      author_key, is_system, is_bot, text, reply_to, attachments)
    ON CONFLICT (room_id, key) DO NOTHING;
    GET DIAGNOSTICS v_new = ROW_COUNT;

    -- A key that we made with other words under it is another message, whenever it was read; so is a second one
    -- that the same import brings under one id of its source (scrubbed exports do).
    IF v_new < v_given THEN
      INSERT INTO messages (room_id, at, ord, key, source_id, time_source, author, author_key, is_system, is_bot,
        text, reply_to, attachments, import_id)
      SELECT v_id[g.of], g.at, v_before[g.of] + g.place,
        g.key || '~' || left(md5(concat_ws(chr(31), g.at, g.author, g.text)), 12),
        g.source_id, g.time_source, g.author, g.author_key, g.is_system, g.is_bot, g.text, g.reply_to,
        g.attachments, coalesce(p_import, 0)
      FROM unnest(p_of, p_place, p_at, p_key, p_source_id, p_time_source, p_author, p_author_key, p_is_system,
        p_is_bot, p_text, p_reply_to, p_attachments) AS g (of, place, at, key, source_id, time_source, author,
        author_key, is_system, is_bot, text, reply_to, attachments)
      JOIN messages m ON m.room_id = v_id[g.of] AND m.key = g.key
      WHERE m.ord <> v_before[g.of] + g.place AND CASE
        WHEN g.source_id IS NULL THEN NOT (m.text = g.text AND m.author = g.author)
        ELSE m.import_id = p_import AND NOT (m.text = g.text AND m.author = g.author AND m.at = g.at) END
      ORDER BY g.of, g.place
      ON CONFLICT (room_id, key) DO NOTHING;
    END IF;

    RETURN QUERY
    WITH stored AS (
      SELECT g.of, g.at, g.time_source, g.is_system, coalesce(g.author_key, g.author) AS who
      FROM unnest(p_of, p_place, p_at, p_time_source, p_is_system, p_author, p_author_key)
        AS g (of, place, at, time_source, is_system, author, author_key)
      WHERE v_new = v_given OR EXISTS (SELECT 1 FROM messages m
        WHERE m.room_id = v_id[g.of] AND m.at = g.at AND m.ord = v_before[g.of] + g.place)
    ), joined AS (
      INSERT INTO participants (room_id, author_key)
      SELECT DISTINCT v_id[s.of], s.who FROM stored s WHERE NOT s.is_system AND s.who <> '' ORDER BY 1, 2
      ON CONFLICT DO NOTHING RETURNING room_id, author_key
    ), new_people AS (
      -- Authors that are one person count once, and not at all where that person was in the room before.
      SELECT j.room_id, count(DISTINCT coalesce(p.part_of, p.person_oid, 'author ' || j.author_key)) AS count
      FROM joined j JOIN rooms r ON r.room_id = j.room_id
      LEFT JOIN people p ON v_said AND p.source = r.source AND p.author_key = j.author_key
      WHERE p.person_oid IS NULL OR NOT EXISTS (
        SELECT 1 FROM participants a JOIN people o ON o.source = r.source AND o.author_key = a.author_key
        WHERE a.room_id = j.room_id AND coalesce(o.part_of, o.person_oid) = coalesce(p.part_of, p.person_oid))
      GROUP BY j.room_id
    ), totals AS (
      SELECT g.n::integer AS room, v_id[g.n] AS id, c.messages, c.system,
        g.count - c.messages - c.system AS duplicates,
        coalesce((SELECT p.count FROM new_people p WHERE p.room_id = v_id[g.n]), 0) AS participants, c.first_at, c.last_at
      FROM unnest(p_count) WITH ORDINALITY AS g (count, n) CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE NOT s.is_system) AS messages,
          count(*) FILTER (WHERE s.is_system) AS system,
          min(s.at) FILTER (WHERE s.time_source <> 3 AND NOT s.is_system) AS first_at,
          max(s.at) FILTER (WHERE s.time_source <> 3 AND NOT s.is_system) AS last_at
        FROM stored s WHERE s.of = g.n) AS c
    ), counted AS (
      UPDATE rooms r SET message_count = r.message_count + t.messages, system_count = r.system_count + t.system,
        participant_count = r.participant_count + t.participants,
        first_message_at = least(r.first_message_at, t.first_at),
        last_message_at = greatest(r.last_message_at, t.last_at)
      FROM totals t WHERE p_import IS NULL AND r.room_id = t.id
    ), noted AS (
      INSERT INTO import_rooms (import_id, room_id)
      SELECT p_import, t.id FROM totals t WHERE p_import IS NOT NULL ON CONFLICT DO NOTHING
    )
    SELECT t.room, t.messages, t.system, t.duplicates, t.participants, t.first_at, t.last_at FROM totals t;
  END $$;

  -- The next messages of a range. Without statistics, right after an import, the planner would sort what is left
  -- of the room for each page.
  CREATE FUNCTION messages_after(
    p_room bigint, p_at bigint, p_ord bigint, p_to bigint, p_max_ord bigint, p_limit integer
  ) RETURNS SETOF messages LANGUAGE sql STABLE
  SET enable_sort = off SET enable_bitmapscan = off SET enable_seqscan = off AS $$
    SELECT * FROM messages
    WHERE room_id = p_room AND (at, ord) > (p_at, p_ord) AND at < p_to AND ord <= p_max_ord
      AND import_id NOT IN (SELECT import_id FROM imports WHERE state <> 'finished')
    ORDER BY at, ord LIMIT p_limit
  $$;

  -- The same from the end of a range towards its beginning.
  CREATE FUNCTION messages_before(
    p_room bigint, p_at bigint, p_ord bigint, p_max_ord bigint, p_limit integer
  ) RETURNS SETOF messages LANGUAGE sql STABLE
  SET enable_sort = off SET enable_bitmapscan = off SET enable_seqscan = off AS $$
    SELECT * FROM messages
    WHERE room_id = p_room AND (at, ord) < (p_at, p_ord) AND ord <= p_max_ord
      AND import_id NOT IN (SELECT import_id FROM imports WHERE state <> 'finished')
    ORDER BY at DESC, ord DESC LIMIT p_limit
  $$;

  -- Removes some messages of a room with their words, from a position on, and says how far it has come; no row
  -- once there is nothing left. p_import is NULL for those of everybody.
  CREATE FUNCTION delete_messages(
    p_room bigint, p_import bigint, p_at bigint, p_ord bigint, p_limit integer
  ) RETURNS TABLE (at bigint, ord bigint) LANGUAGE plpgsql
  SET enable_sort = off SET enable_bitmapscan = off SET enable_seqscan = off
  SET enable_hashjoin = off SET enable_mergejoin = off AS $$
  #variable_conflict use_column
  BEGIN
    -- Nobody writes to the room or takes it into the index meanwhile.
    PERFORM 1 FROM rooms WHERE room_id = p_room FOR UPDATE;
    RETURN QUERY WITH chosen AS (
      SELECT m.at, m.ord FROM messages m
      WHERE m.room_id = p_room AND (m.at, m.ord) > (p_at, p_ord) AND (p_import IS NULL OR m.import_id = p_import)
      ORDER BY m.at, m.ord LIMIT p_limit
    ), gone AS (
      DELETE FROM messages m USING chosen WHERE m.room_id = p_room AND m.at = chosen.at AND m.ord = chosen.ord
    ), words AS (
      DELETE FROM search_lines s USING chosen WHERE s.room_id = p_room AND s.at = chosen.at AND s.ord = chosen.ord
    )
    SELECT chosen.at, chosen.ord FROM chosen ORDER BY chosen.at DESC, chosen.ord DESC LIMIT 1;
  END $$;
`
