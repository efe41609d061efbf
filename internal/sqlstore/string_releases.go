package sqlstore

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/release"
	"github.com/hallyu-store/hallyu/journal"
)

type stringReleaseStore struct{ db *DB }

// StringReleases returns the store of what is delivered of the words of projects.
func (db *DB) StringReleases() release.Store { return stringReleaseStore{db} }

func (s stringReleaseStore) Sequence(ctx context.Context) (int64, error) {
	value, err := counter(s.db.read(ctx), stringsCounter)
	return value, translate(err)
}

// Commit raises the counter first, so that changes come one after the other.
func (s stringReleaseStore) Commit(ctx context.Context, change release.Change, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		_, err := count(tx, stringsCounter)
		if err == nil && change.Release != nil {
			err = createStringRelease(tx, change)
		}
		if err == nil && change.Mode != nil {
			err = switchStrings(tx, change.Mode)
		}
		if err == nil && change.Move != nil {
			err = moveStrings(tx, rowOfStringMove(*change.Move))
		}
		if err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

// createStringRelease writes a release, unless its content is there.
func createStringRelease(tx *gorm.DB, change release.Change) error {
	row := rowOfStringRelease(*change.Release)
	var known, latest int64
	err := tx.Model(&stringReleaseRow{}).Where("project = ? AND id = ?", row.Project, row.ID).Count(&known).Error
	if err != nil || known > 0 {
		return err
	}
	err = tx.Model(&stringReleaseRow{}).Where("project = ?", row.Project).Select("COALESCE(MAX(number), 0)").Scan(&latest).Error
	if err != nil {
		return err
	}
	row.Number = int(latest) + 1
	err = tx.Create(&row).Error
	if err != nil {
		return err
	}
	var texts []stringTextRow
	for digest, body := range change.Texts {
		texts = append(texts, stringTextRow{row.Project, digest, body})
	}
	var files []stringFileRow
	for _, f := range change.Files {
		files = append(files, stringFileRow{row.Project, f.SHA256, f.Format, string(f.Locale), row.ID})
	}
	unlessThere := tx.Clauses(clause.OnConflict{DoNothing: true}).Session(&gorm.Session{})
	err = createAll(unlessThere, texts)
	if err != nil {
		return err
	}
	return createAll(unlessThere, files)
}

func switchStrings(tx *gorm.DB, to *release.Switch) error {
	var version int
	err := tx.Model(&stringProjectRow{}).Where("project = ?", to.Project).Select("COALESCE(MAX(version), 0)").Scan(&version).Error
	if err != nil {
		return err
	}
	if to.Version != version+1 {
		return release.ErrStale.With("project", to.Project, "channel", release.Production, "revision", "")
	}
	row := stringProjectRow{to.Project, string(to.Mode), to.Version}
	return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
}

// moveStrings puts a move behind the latest of its channel.
func moveStrings(tx *gorm.DB, row stringMoveRow) error {
	var latest int
	place := tx.Model(&stringMoveRow{}).Where("project = ? AND channel = ?", row.Project, row.Channel).Session(&gorm.Session{})
	err := place.Select("COALESCE(MAX(number), 0)").Scan(&latest).Error
	if err != nil {
		return err
	}
	if row.Number != latest+1 {
		return release.ErrStale.With("project", row.Project, "channel", row.Channel, "revision", "")
	}
	err = place.Where("latest = 1").Update("latest", 0).Error
	if err != nil {
		return err
	}
	return tx.Create(&row).Error
}

func (s stringReleaseStore) Standings(ctx context.Context) ([]release.Standing, error) {
	var rows []stringProjectRow
	err := s.db.read(ctx).Order("project").Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	var moves []stringMoveRow
	err = s.db.read(ctx).Where("latest = 1").Find(&moves).Error
	if err != nil {
		return nil, translate(err)
	}
	var all []release.Standing
	for _, row := range rows {
		standing := release.Standing{Project: row.Project, Mode: i18n.Mode(row.Mode), Version: row.Version, Channels: map[string]release.Move{}}
		for _, m := range moves {
			if m.Project == row.Project {
				standing.Channels[m.Channel] = m.move()
			}
		}
		all = append(all, standing)
	}
	return all, nil
}

func (s stringReleaseStore) Release(ctx context.Context, project, id string) (release.Release, error) {
	var rows []stringReleaseRow
	err := s.db.read(ctx).Where("project = ? AND id = ?", project, id).Limit(1).Find(&rows).Error
	if err != nil {
		return release.Release{}, translate(err)
	}
	if len(rows) == 0 {
		return release.Release{}, release.ErrNotFound.With("project", project, "release", id)
	}
	return rows[0].release()
}

func (s stringReleaseStore) Releases(ctx context.Context, project string, before, limit int) ([]release.Release, error) {
	query := s.db.read(ctx).Where("project = ?", project)
	if before > 0 {
		query = query.Where("number < ?", before)
	}
	var rows []stringReleaseRow
	err := query.Order("number DESC").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	list := make([]release.Release, 0, len(rows))
	for _, row := range rows {
		r, err := row.release()
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

func (s stringReleaseStore) Texts(ctx context.Context, project string, digests []string) (map[string]string, error) {
	var rows []stringTextRow
	err := s.db.read(ctx).Where("project = ? AND digest IN ?", project, digests).Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	texts := make(map[string]string, len(rows))
	for _, row := range rows {
		texts[row.Digest] = row.Body
	}
	return texts, nil
}

func (s stringReleaseStore) Moves(ctx context.Context, project, channel string, before, limit int) ([]release.Move, error) {
	query := s.db.read(ctx).Where("project = ? AND channel = ?", project, channel)
	if before > 0 {
		query = query.Where("number < ?", before)
	}
	var rows []stringMoveRow
	err := query.Order("number DESC").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	return mapped(rows, stringMoveRow.move), nil
}

func (s stringReleaseStore) File(ctx context.Context, project, sha256, format string) (release.File, string, error) {
	var rows []stringFileRow
	err := s.db.read(ctx).Where("project = ? AND sha256 = ? AND format = ?", project, sha256, format).Limit(1).Find(&rows).Error
	if err != nil {
		return release.File{}, "", translate(err)
	}
	if len(rows) == 0 {
		return release.File{}, "", i18n.ErrFileNotFound.With("sha256", sha256)
	}
	return release.File{SHA256: rows[0].SHA256, Format: rows[0].Format, Locale: i18n.Locale(rows[0].Locale)}, rows[0].Release, nil
}
