import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KunrenError } from '../../core/failure.ts';
import type { Clock, Instant } from '../../core/ports.ts';
import type { DatabaseHost, Endpoint } from '../database-host.ts';
import { ADMIN_USER, openAdmin } from './admin-session.ts';
import {
  type BaseBackup,
  listBackups,
  readBackup,
  removeBackup,
  removeUnfinishedBackups,
  takeBaseBackup,
} from './base-backup.ts';
import { preparePostgres } from './binaries.ts';
import { copyTree } from './copy-tree.ts';
import {
  databaseFiles,
  databasesFolder,
  makePassage,
  snapshotFolder,
  snapshotsFolder,
  writeOwned,
} from './database-files.ts';
import { changePassword, initDatabase, makeMasterUser } from './init-database.ts';
import { launchServer, type RunningServer, type ServerEnvironment } from './server-process.ts';
import { ServerSet } from './server-set.ts';
import type { RecoveryTarget } from './settings.ts';
import { findBarrier, findSystemUser } from './system-user.ts';
import { dropOlderThan, listArchive } from './wal-archive.ts';
