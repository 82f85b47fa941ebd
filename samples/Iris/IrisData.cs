using System.Globalization;
using NeuralNet;

/// <summary>The rows of iris.csv.</summary>
/// <param name="Lengths">Lengths and widths of sepal and petal in cm, a row for each flower.</param>
/// <param name="Classes">The index of the species of each flower.</param>
internal sealed record IrisData(Tensor Lengths, Tensor Classes)
{
    public static readonly string[] Species = ["setosa", "versicolor", "virginica"];

    /// <summary>Reads lines such as <c>5.1,3.5,1.4,0.2,setosa</c>, the first of which are titles.</summary>
    public static IrisData Read(string file)
    {
        string[][] rows = [.. File.ReadLines(file).Skip(1).Select(line => line.Split(','))];
        return new IrisData(
            Array.ConvertAll(rows, row => Array.ConvertAll(row[..^1], cell => float.Parse(cell, CultureInfo.InvariantCulture))),
            Array.ConvertAll(rows, row => Array.IndexOf(Species, row[^1])));
    }
}
