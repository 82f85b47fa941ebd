using System.Globalization;
using System.IO.Compression;
using NeuralNet;

namespace Explain;

/// <summary>A file of comma-separated numbers whose last column is the class.</summary>
internal sealed class Table
{
    private Table(string[] names, Tensor x, Tensor classes, string[] classNames)
    {
        Names = names;
        X = x;
        Classes = classes;
        ClassNames = classNames;
    }

    public string[] Names { get; }

    public Tensor X { get; }

    public Tensor Classes { get; }

    public string[] ClassNames { get; }

    /// <summary>Reads a file in the folder of the program and decompresses it if its name ends in .gz.</summary>
    public static Table Read(string fileName)
    {
        using Stream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, fileName));
        using Stream content = fileName.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
        using var reader = new StreamReader(content);
        string[][] lines = [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.TrimEnd('\r').Split(','))];
        string[][] rows = lines[1..];
        string[] classNames = [.. rows.Select(row => row[^1]).Distinct().Order(StringComparer.Ordinal)];
        float[][] values = [.. rows.Select(row => row[..^1].Select(cell => float.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
        return new Table(lines[0][..^1], values, Array.ConvertAll(rows, row => Array.IndexOf(classNames, row[^1])), classNames);
    }

    /// <summary>Returns the rows whose index is divisible by a number, or all others, with their classes.</summary>
    public (Tensor X, Tensor Y) Part(int divisor, bool isRemainderZero)
    {
        int[] rows = [.. Enumerable.Range(0, Classes.Length).Where(row => row % divisor == 0 == isRemainderZero)];
        return (X.Gather(rows), Classes.Gather(rows));
    }
}
