using System.Globalization;

/// <summary>A row of iris.csv: lengths and widths of sepal and petal in cm, and the number of the species.</summary>
internal sealed record Flower(float[] Lengths, int Class)
{
    public static readonly string[] Species = ["setosa", "versicolor", "virginica"];

    /// <summary>Reads a line such as <c>5.1,3.5,1.4,0.2,setosa</c>.</summary>
    public static Flower Parse(string line)
    {
        string[] cells = line.Split(',');
        return new Flower(
            [.. cells[..4].Select(cell => float.Parse(cell, CultureInfo.InvariantCulture))],
            Array.IndexOf(Species, cells[4]));
    }
}
