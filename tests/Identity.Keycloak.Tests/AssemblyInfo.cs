using Identity.Keycloak.Tests.Recording;

[assembly: AssemblyFixture(typeof(PlayedRecording))]
