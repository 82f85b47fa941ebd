namespace Serving;

/// <summary>The request of a client: the lengths and widths of sepal and petal in cm, as in iris.csv.</summary>
internal sealed record Flower(float[] Lengths);
