-- The hiring manager of a job, as its ATS names them: offered first when its candidates are shared. NULL: nobody, or not for CLARA to see.
ALTER TABLE jobs ADD COLUMN manager_name TEXT;
ALTER TABLE jobs ADD COLUMN manager_email TEXT;
