using System.IO.Compression;
using System.Xml.Linq;

namespace NeuralNet.Tests.Packaging;

public sealed class PackageTests(PackedLibraries packed) : IClassFixture<PackedLibraries>
{
    /// <summary>What a user gets with each library; nothing else that it was built with.</summary>
    private static readonly Dictionary<string, string[]> Dependencies = new(StringComparer.Ordinal)
    {
        ["NeuralNet"] = ["MathNet.Numerics", "NeuralNet.LinearAlgebra", "System.Numerics.Tensors"],
        ["NeuralNet.Data"] = ["NeuralNet", "Parquet.Net", "Sep", "csFastFloat"],
        ["NeuralNet.Explainability"] = ["MathNet.Numerics", "NeuralNet", "System.Numerics.Tensors"],
        ["NeuralNet.LinearAlgebra"] = ["MathNet.Numerics"],
        ["NeuralNet.Onnx"] = ["Google.Protobuf", "NeuralNet"],
        ["NeuralNet.Plotting"] = ["NeuralNet", "NeuralNet.Explainability"],
        ["NeuralNet.TensorFlowJs"] = ["NeuralNet"],
    };

    public static TheoryData<string> Libraries => [.. PackedLibraries.Names];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void DependsOnWhatItNeedsAndNothingElse(string library)
    {
        using ZipArchive package = ZipFile.OpenRead(packed.PackageFile(library, "nupkg"));
        XElement group = Assert.Single(Specification(package, library).Descendants(), element => element.Name.LocalName == "group");
        Assert.Equal("net10.0", group.Attribute("targetFramework")!.Value);
        Assert.Equal(Dependencies[library], group.Elements().Select(dependency => dependency.Attribute("id")!.Value).Order(StringComparer.Ordinal));
        foreach (XElement dependency in group.Elements())
        {
            string id = dependency.Attribute("id")!.Value;
            Assert.Equal(PackedLibraries.Names.Contains(id) ? packed.Version : PinnedVersion(id), dependency.Attribute("version")!.Value);
        }
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void HoldsAssemblyDocumentationReadmeAndMetadata(string library)
    {
        using ZipArchive package = ZipFile.OpenRead(packed.PackageFile(library, "nupkg"));
        IEnumerable<string> files = package.Entries.Select(entry => entry.FullName)
            .Where(file => !file.StartsWith("_rels/", StringComparison.Ordinal) && !file.StartsWith("package/", StringComparison.Ordinal));
        string[] analyzers = library == "NeuralNet" ? ["analyzers/dotnet/cs/NeuralNet.Generators.dll"] : [];
        Assert.Equal(
            new[] { $"lib/net10.0/{library}.dll", $"lib/net10.0/{library}.xml", $"{library}.nuspec", "README.md", "[Content_Types].xml" }
                .Concat(analyzers).Order(),
            files.Order());
        Assert.Equal(File.ReadAllText(Repository.Path("src", library, "README.md")), ReadText(package, "README.md"));
        XElement documentation = XDocument.Parse(ReadText(package, $"lib/net10.0/{library}.xml")).Root!;
        Assert.Equal(library, documentation.Element("assembly")!.Element("name")!.Value);
        Assert.NotEmpty(documentation.Descendants("member"));

        XElement specification = Specification(package, library);
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
    [MemberData(nameof(Libraries))]
    public void ComesWithSymbols(string library)
    {
        using ZipArchive symbols = ZipFile.OpenRead(packed.PackageFile(library, "snupkg"));
        Assert.Contains(symbols.Entries, entry => entry.FullName == $"lib/net10.0/{library}.pdb");
    }

    /// <summary>
    /// A stranger's project: the README's nuget.config, its command that adds the package, and its program. Packages go to a folder
    /// of the project's own, so that no package of an earlier build, cached under the same version, can take the place of the one just
    /// packed; what the libraries depend on is taken from the cache that they were built with.
    /// </summary>
    [Fact]
    public async Task RunsTheProgramOfTheReadmeInAProjectOfItsOwn()
    {
        string folder = packed.ProjectFolder;
        void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
        foreach (string inherited in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
            Write(inherited, "<Project />");
        Write("nuget.config", ConfigurationOfTheReadme());
        Write("Stranger.csproj", """
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
            </Project>
            """);
        Write("Program.cs", Repository.FirstProgram(Repository.Path("README.md")));

        await DotNetCommand.RunAsync(folder, "add", "package", "NeuralNet");
        string output = await DotNetCommand.RunAsync(folder, "run", "-c", "Release");

        Assert.Matches(@"^loss 0\.0\d\d\d, accuracy 100 %\s*$", output);
        Assert.True(File.Exists(Path.Combine(folder, "xor.safetensors")));
        string used = Path.Combine(folder, "bin", "Release", "net10.0", "NeuralNet.dll");
        Assert.Equal(File.ReadAllBytes(typeof(Tensor).Assembly.Location), File.ReadAllBytes(used));
    }

    /// <summary>The README's commands are those that the tests run, and its sources are the folder and nuget.org.</summary>
    [Fact]
    public void ReadmeTellsHowToPackAndToAddThePackage()
    {
        string readme = File.ReadAllText(Repository.Path("README.md")).ReplaceLineEndings("\n");
        Assert.Contains("\ndotnet pack -c Release -o packages\n", readme, StringComparison.Ordinal);
        Assert.Contains("\ndotnet add package NeuralNet\n", readme, StringComparison.Ordinal);
        Assert.Equal(
            ["<this folder>/packages", "https://api.nuget.org/v3/index.json"],
            XDocument.Parse(XmlOfTheReadme().Replace("<this", "&lt;this", StringComparison.Ordinal))
                .Descendants("packageSources").Single().Elements("add").Select(source => source.Attribute("value")!.Value));
    }

    private string ConfigurationOfTheReadme()
    {
        string text = XmlOfTheReadme().Replace("<this folder>/packages", packed.Feed, StringComparison.Ordinal);
        XDocument configuration = XDocument.Parse(text);
        string built = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        configuration.Root!.Add(
            new XElement("config", Entry("globalPackagesFolder", "packages")),
            new XElement("fallbackPackageFolders", Entry("built", built)));
        return configuration.ToString();

        static XElement Entry(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));
    }

    private static string XmlOfTheReadme() =>
        File.ReadAllText(Repository.Path("README.md")).ReplaceLineEndings("\n").Split("```xml\n")[1].Split("```")[0];

    private static XElement Specification(ZipArchive package, string library) =>
        XDocument.Parse(ReadText(package, $"{library}.nuspec")).Root!;

    private static string PinnedVersion(string id) => XDocument.Load(Repository.Path("Directory.Packages.props"))
        .Descendants("PackageVersion").Single(package => package.Attribute("Include")!.Value == id).Attribute("Version")!.Value;

    private static string ReadText(ZipArchive archive, string name)
    {
        using var reader = new StreamReader(archive.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
