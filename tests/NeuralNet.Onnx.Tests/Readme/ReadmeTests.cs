using RawRows = NeuralNet.Tests.ArrayRows;

namespace NeuralNet.Onnx.Tests;

/// <summary>Tests that the code about preprocessing in the README of the package compiles and runs.</summary>
public class ReadmeTests
{
    [Fact]
    public void CodeIsCompiled()
    {
        string code = TextOf("tests", "NeuralNet.Onnx.Tests", "Readme", "PreprocessingCode.cs")
            .Split("// <readme>\n")[1].Split("        // </readme>")[0];
        string block = string.Join('\n', code.Split('\n').Select(line => line.Length > 8 ? line[8..] : ""));
        Assert.Contains($"```csharp\n{block}```", TextOf("src", "NeuralNet.Onnx", "README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void TheFilesPredictTheSame()
    {
        RawRows rows = new RawRows().Numbers("age", 39, null, 20, 64).Numbers("height", 1.5, 1.6, 1.7, 1.75).Texts("job", "nurse", "cook", null, "cook");
        string before = Environment.CurrentDirectory;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("neuralnet-onnx-");
        try
        {
            Environment.CurrentDirectory = folder.FullName;
            Model customers = PreprocessingCode.Run(rows);
            Tensor expected = customers.Predict(rows);
            Close.To(expected, OnnxRuntime.Run(File.ReadAllBytes("customers.onnx"), rows)[0], 1e-6, "customers.onnx");
            Close.To(expected, OnnxRuntime.Run(File.ReadAllBytes("encoded.onnx"), customers.Encode(rows))[0], 1e-6, "encoded.onnx");
        }
        finally
        {
            Environment.CurrentDirectory = before;
            folder.Delete(recursive: true);
        }
    }

    private static string TextOf(params ReadOnlySpan<string> path) => File.ReadAllText(Repository.Path(path)).ReplaceLineEndings("\n");
}
