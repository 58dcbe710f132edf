/** _datetime: dates and times. CPython: Modules/_datetimemodule.c. */
import { constant, defineModule } from '../../runtime/define.ts';
import { MAXYEAR, MINYEAR } from './calendar.ts';
import { date, isoCalendarDate } from './date.ts';
import { datetime } from './datetime.ts';
import { time } from './time.ts';
import { timedelta } from './timedelta.ts';
import { timezone, tzinfo, UTC } from './zones.ts';

export const _datetime = defineModule('_datetime', 'Fast implementation of the datetime module.', [
  constant('MINYEAR', MINYEAR),
  constant('MAXYEAR', MAXYEAR),
  constant('UTC', UTC),
  constant('date', date.type),
  constant('datetime', datetime.type),
  constant('time', time.type),
  constant('timedelta', timedelta.type),
  constant('timezone', timezone.type),
  constant('tzinfo', tzinfo.type),
]);

export const DATETIME_TYPES = [timedelta, tzinfo, timezone, date, isoCalendarDate, datetime, time];
