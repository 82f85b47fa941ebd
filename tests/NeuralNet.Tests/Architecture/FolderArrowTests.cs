using System.Text.RegularExpressions;

namespace NeuralNet.Tests;

/// <summary>
/// Tests that dependencies between folders point in one direction: no file names a type that is declared in a later folder.
/// </summary>
public partial class FolderArrowTests
{
    /// <summary>The folders in order. Folders in one line may depend on each other.</summary>
    private static readonly string[][] Rooms =
    [
        ["Configuration", "Validation", "Random", "Tensors", "Kernels"],
        ["Files"],
        ["Activations", "Initializers", "Regularizers", "Constraints"],
        ["Layers"],
        ["Graph"],
        ["Recurrence", "Transformers"],
        ["Losses", "Metrics", "Optimizers"],
        ["Data"],
        ["Rows"],
        ["Encoders"],
        ["Training"],
        ["Persistence"],
        ["Callbacks"],
        ["Models"],
    ];

    private static readonly string Source = Path.Combine(Repository.Root, "src", "NeuralNet");

    [Fact]
    public void EveryFolderIsARoom()
    {
        string[] known = [.. Rooms.SelectMany(room => room)];
        string[] unknown = [.. Directory.GetDirectories(Source).Select(folder => Path.GetFileName(folder))
            .Except([.. known, "bin", "obj"])];
        Assert.True(unknown.Length == 0, $"FolderArrowTests.Rooms does not say where these stand: {string.Join(", ", unknown)}");
    }

    [Fact]
    public void NoFileNamesATypeOfALaterRoom()
    {
        SourceFile[] files = [.. Files()];
        var roomOf = new Dictionary<string, SourceFile>(StringComparer.Ordinal);
        foreach (SourceFile file in files)
        {
            foreach (string type in file.DeclaredTypes())
                roomOf.TryAdd(type, file);
        }

        Assert.True(roomOf.Count > 100, "The search for declared types finds too few.");
        var violations = new List<string>();
        foreach (SourceFile file in files)
        {
            foreach (string name in file.NamedTypes())
            {
                if (roomOf.TryGetValue(name, out SourceFile? declaring) && declaring.Level > file.Level)
                    violations.Add($"{file.Path} names {name}, which stands in {declaring.Path}");
            }
        }

        Assert.True(violations.Count == 0, string.Join("\n", violations));
    }

    [Fact]
    public void SatellitesKnowTheCoreAndNotEachOther()
    {
        foreach (string project in Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories))
        {
            string name = Path.GetFileNameWithoutExtension(project);
            string[] references = [.. ProjectReference().Matches(File.ReadAllText(project)).Select(match => match.Groups[1].Value)];
            string[] allowed = name switch
            {
                "NeuralNet.LinearAlgebra" or "NeuralNet.Generators" => [],
                "NeuralNet" => ["NeuralNet.LinearAlgebra", "NeuralNet.Generators"],
                "NeuralNet.Text" => ["NeuralNet.LinearAlgebra", "NeuralNet", "NeuralNet.Generators"],
                "NeuralNet.Plotting" => ["NeuralNet.LinearAlgebra", "NeuralNet", "NeuralNet.Explainability"],
                _ => ["NeuralNet.LinearAlgebra", "NeuralNet"],
            };
            Assert.True(references.All(allowed.Contains), $"{name} references {string.Join(", ", references.Except(allowed))}");
        }
    }

    private static IEnumerable<SourceFile> Files()
    {
        for (int level = 0; level < Rooms.Length; level++)
        {
            foreach (string folder in Rooms[level].Select(room => Path.Combine(Source, room)).Where(Directory.Exists))
            {
                foreach (string path in Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories))
                    yield return new SourceFile(Path.GetRelativePath(Source, path), level, Bare(File.ReadAllText(path)));
            }
        }
    }

    /// <summary>Returns the code without comments and texts; expressions in interpolated texts remain.</summary>
    private static string Bare(string code) => CommentOrText().Replace(code, match =>
        match.Value.StartsWith('$') ? " " + string.Join(" ", Hole().Matches(match.Value).Select(hole => hole.Value)) + " " : " ");

    [GeneratedRegex("""//[^\n]*|/\*.*?\*/|\$?@?"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])+'""", RegexOptions.Singleline)]
    private static partial Regex CommentOrText();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"ProjectReference Include="".*?([\w.]+)\.csproj""")]
    private static partial Regex ProjectReference();

    [GeneratedRegex(@"^(?:(?:public|internal|sealed|abstract|static|partial|readonly|ref|file|unsafe)\s+)*(?:class|struct|interface|enum|record(?:\s+struct)?)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();

    /// <summary>Matches a name that may be a type: not after a dot, and not a member, argument or setting (followed by a colon).</summary>
    [GeneratedRegex(@"(?<![.\w])[A-Z]\w*(?!\w)(?!\s*:(?!:))")]
    private static partial Regex Identifier();

    /// <summary>
    /// Matches the declaration of a member: its name after its type, or the value of an enumeration at the beginning of a line.
    /// </summary>
    [GeneratedRegex(@"(?<!\b(?:new|return|is|as|case|not|or|and|in|throw)\s+)(?<=[\w>\]?]\s+|^\s*)([A-Z]\w*)(?=(?:<\w+>)?\s*(?:\(|=>|\{|=(?!=)|;))", RegexOptions.Multiline)]
    private static partial Regex MemberDeclaration();

    private sealed record SourceFile(string Path, int Level, string Code)
    {
        public IEnumerable<string> DeclaredTypes() => TypeDeclaration().Matches(Code).Select(match => match.Groups[1].Value);

        public IEnumerable<string> NamedTypes() => Identifier().Matches(Code).Select(match => match.Value).Distinct().Except(OwnMembers());

        private IEnumerable<string> OwnMembers() => MemberDeclaration().Matches(Code).Select(match => match.Groups[1].Value);
    }
}
