using System.Text.RegularExpressions;

namespace NeuralNet.Text.Tests;

/// <summary>Tests that the code of docs/tokenizers.md compiles and runs.</summary>
[Collection("PageCollection")]
public sealed partial class TokenizersPageTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;
    private readonly string before = Environment.CurrentDirectory;
    private readonly TextWriter console = Console.Out;

    public TokenizersPageTests()
    {
        Environment.CurrentDirectory = folder;
        Console.SetOut(TextWriter.Null);
    }

    public void Dispose()
    {
        Console.SetOut(console);
        Environment.CurrentDirectory = before;
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void CodeIsCompiled()
    {
        string page = File.ReadAllText(Repository.Path("docs", "tokenizers.md")).ReplaceLineEndings("\n");
        string code = File.ReadAllText(Repository.Path("tests", "NeuralNet.Text.Tests", "Pages", "TokenizersPage.cs")).ReplaceLineEndings("\n");
        Assert.Equal(
            CodeBlock().Matches(page).Select(block => block.Groups[1].Value),
            Marked().Matches(code).Select(part => Indentation().Replace(part.Groups[1].Value, "")));
    }

    [Fact]
    public void TheProgramsRun()
    {
        File.WriteAllText("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\nthe\nfilm\nwas\ngood\n");
        Tokenizer tokenizer = Tokenizer.FromWordPiece("vocab.txt");
        File.WriteAllText("tokenizer.json", tokenizer.ToJson());
        (int[] ids, string text) = TokenizersPage.Tokens();
        Assert.Equal([2, 4, 5, 6, 7, 3], ids);
        Assert.Equal("the film was good", text);

        (ClassPrediction prediction, TokenEncoder pairs) = TokenizersPage.Inputs(tokenizer);
        Assert.Contains(prediction.Name, new[] { "bad", "good" });
        Assert.Equal(3, pairs.Inputs.Count);

        File.WriteAllText("glove.6B.100d.txt", "good 1 2\nfilm 3 4\n");
        (WordVectors vectors, Embedding frozen, Embedding trained) = TokenizersPage.Words();
        Assert.Equal((2, 2, false, true), (vectors.Count, vectors.Dimension, frozen.IsTrainable, trained.IsTrainable));
    }

    [GeneratedRegex(@"// <page>\n(.*?) +// </page>\n", RegexOptions.Singleline)]
    private static partial Regex Marked();

    [GeneratedRegex("^ {8}", RegexOptions.Multiline)]
    private static partial Regex Indentation();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
