{{/* Labels of everything: selectors are the first two, and `part`. */}}
{{- define "cvparser.labels" -}}
app.kubernetes.io/name: cvparser
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{- define "cvparser.selector" -}}
app.kubernetes.io/name: cvparser
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end -}}

{{- define "cvparser.image" -}}
image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
imagePullPolicy: {{ .Values.image.pullPolicy }}
{{- end -}}

{{/* What no pod of ours needs, and what a user of no rights writes to. */}}
{{- define "cvparser.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
volumes:
  - name: tmp
    emptyDir:
      sizeLimit: 1Gi
  - name: secrets
    secret:
      secretName: {{ .Values.secret.name }}
      # The group's alone: fsGroup is the group of who reads them.
      defaultMode: 0440
  {{- with .Values.filesClaim }}
  - name: files
    persistentVolumeClaim:
      claimName: {{ . }}
  {{- end }}
{{- end -}}

{{- define "cvparser.container" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
volumeMounts:
  - name: tmp
    mountPath: /tmp
  - name: secrets
    mountPath: /run/secrets/cvparser
    readOnly: true
  {{- if .Values.filesClaim }}
  - name: files
    mountPath: /var/lib/cvparser/claim
  {{- end }}
{{- end -}}

{{- define "cvparser.environment" -}}
{{- range $name, $value := .Values.settings }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- range $name, $file := .Values.secret.files }}
- name: {{ $name }}_FILE
  value: /run/secrets/cvparser/{{ $file }}
{{- end }}
{{- if .Values.filesClaim }}
# A folder in the claim, which the first process makes: the claim itself is not its own, and open to others.
- name: CVPARSER_FILE_DIR
  value: /var/lib/cvparser/claim/files
{{- end }}
{{- with .Values.secret.awsCredentials }}
- name: AWS_SHARED_CREDENTIALS_FILE
  value: /run/secrets/cvparser/{{ . }}
{{- end }}
{{- end -}}
