using System.IO.Compression;
using System.Xml.Linq;

namespace NeuralNet.Tests.Packaging;

public sealed class PackageTests(PackedLibraries packed) : IClassFixture<PackedLibraries>
{
    [Theory]
    [InlineData("NeuralNet")]
    [InlineData("NeuralNet.LinearAlgebra")]
    public void HoldsAssemblyDocumentationReadmeAndMetadata(string library)
    {
        using ZipArchive package = ZipFile.OpenRead(packed.PackageFile(library, "nupkg"));
        string[] files = [.. package.Entries.Select(entry => entry.FullName)];
        Assert.Contains($"lib/net10.0/{library}.dll", files);
        Assert.Contains($"lib/net10.0/{library}.xml", files);
        Assert.Equal(File.ReadAllText(Repository.Path("src", library, "README.md")), ReadText(package, "README.md"));

        XElement specification = XDocument.Parse(ReadText(package, $"{library}.nuspec")).Root!;
        XElement Field(string name) => specification.Descendants().Single(element => element.Name.LocalName == name);
        Assert.Equal(library, Field("id").Value);
        Assert.Equal("MIT", Field("license").Value);
        Assert.Equal("expression", Field("license").Attribute("type")!.Value);
        Assert.Equal("README.md", Field("readme").Value);
        Assert.NotEmpty(Field("tags").Value);
        Assert.EndsWith(".", Field("description").Value, StringComparison.Ordinal);
        Assert.Equal("git", Field("repository").Attribute("type")!.Value);
    }

    [Theory]
    [InlineData("NeuralNet")]
    [InlineData("NeuralNet.LinearAlgebra")]
    public void ComesWithSymbols(string library)
    {
        using ZipArchive symbols = ZipFile.OpenRead(packed.PackageFile(library, "snupkg"));
        Assert.Contains(symbols.Entries, entry => entry.FullName == $"lib/net10.0/{library}.pdb");
    }

    /// <summary>
    /// A stranger's project: one package reference, the README's program. Its packages go to a folder of its own, so that no
    /// package of an earlier build, cached under the same version, can take the place of the one just packed.
    /// </summary>
    [Fact]
    public async Task RunsTheProgramOfTheReadmeInAProjectOfItsOwn()
    {
        string folder = packed.ProjectFolder;
        void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
        foreach (string inherited in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
            Write(inherited, "<Project />");
        Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><add key="packed" value="{packed.Feed}" /></packageSources>
            </configuration>
            """);
        Write("Stranger.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <InvariantGlobalization>true</InvariantGlobalization>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="NeuralNet" Version="[{packed.Version}]" />
              </ItemGroup>
            </Project>
            """);
        Write("Program.cs", Repository.FirstProgram(Repository.Path("README.md")));

        string output = await DotNetCommand.RunAsync(folder, "run", "-c", "Release");

        Assert.Matches(@"^loss 0\.0\d\d\d, accuracy 100 %\s*$", output);
        Assert.True(File.Exists(Path.Combine(folder, "xor.safetensors")));
        string used = Path.Combine(folder, "bin", "Release", "net10.0", "NeuralNet.dll");
        Assert.Equal(File.ReadAllBytes(typeof(Tensor).Assembly.Location), File.ReadAllBytes(used));
    }

    private static string ReadText(ZipArchive archive, string name)
    {
        using var reader = new StreamReader(archive.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
