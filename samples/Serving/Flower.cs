namespace Serving;

/// <summary>What a client sends: the lengths and widths of sepal and petal in cm, as in iris.csv.</summary>
internal sealed record Flower(float[] Lengths);
