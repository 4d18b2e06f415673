// A client written from the documented examples, with fetch.

type ParsedCV = any;

async function parseCV(file: File): Promise<ParsedCV> {
  const formData = new FormData();
  formData.append('user_id', 'user123');
  formData.append('session_id', 'session456');
  formData.append('parse_mode', 'advanced');
  formData.append('file', file);

  const jobResponse = await fetch('/api/v1/parser/parse-file-async', {
    method: 'POST',
    body: formData
  });
  const { job_id } = await jobResponse.json();

  while (true) {
    await new Promise(resolve => setTimeout(resolve, 2000));

    const statusResponse = await fetch(`/api/v1/parser/job/${job_id}`);
    const status = await statusResponse.json();

    if (status.status === 'success') {
      const resultResponse = await fetch(`/api/v1/parser/result/${job_id}`);
      return await resultResponse.json();
    }

    if (status.status === 'failed') {
      throw new Error(status.error_message);
    }
  }
}
