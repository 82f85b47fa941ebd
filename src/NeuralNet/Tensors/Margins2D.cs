using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// The numbers of rows and columns of pixels at the edges of images that a layer adds or removes. Converts implicitly from a number, for
/// all edges, from a pair, for top and bottom and for left and right, and from two pairs: <c>1</c> is the same as <c>(1, 1)</c> and
/// <c>((1, 1), (1, 1))</c>. Files contain two lists of two numbers.
/// </summary>
/// <param name="Vertical">The numbers of rows at the top and at the bottom.</param>
/// <param name="Horizontal">The numbers of columns on the left and on the right.</param>
public readonly record struct Margins2D(Margins1D Vertical, Margins1D Horizontal) : ISettingValue<Margins2D>
{
    /// <summary>Converts one number of rows and columns for all edges.</summary>
    public static implicit operator Margins2D(int pixels) => new(pixels, pixels);

    /// <summary>Converts a number of rows for top and bottom, and of columns for left and right.</summary>
    public static implicit operator Margins2D((int Vertical, int Horizontal) margins) => new(margins.Vertical, margins.Horizontal);

    /// <summary>Converts the numbers of rows at the top and at the bottom, and of columns on the left and on the right.</summary>
    public static implicit operator Margins2D(((int Top, int Bottom) Vertical, (int Left, int Right) Horizontal) margins) =>
        new(margins.Vertical, margins.Horizontal);

    /// <inheritdoc/>
    public override string ToString() => $"({Vertical}, {Horizontal})";

    void ISettingValue<Margins2D>.WriteTo(Configuration configuration, string name)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        configuration.SetNode(
            name,
            new JsonArray(new JsonArray(Vertical.Start, Vertical.End), new JsonArray(Horizontal.Start, Horizontal.End)));
    }

    static Margins2D ISettingValue<Margins2D>.ReadFrom(Configuration configuration, string name)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        JsonNode? node = configuration.Find(name);
        return Read(node) ?? throw Configuration.Wrong(name, "a whole number, a list of two, or a list of two such lists", node);
    }

    private static Margins2D? Read(JsonNode? node) => node is JsonArray { Count: 2 } edges
        ? ReadEdges(edges[0]) is { } vertical && ReadEdges(edges[1]) is { } horizontal ? new Margins2D(vertical, horizontal) : null
        : ReadCount(node) is { } pixels ? (Margins2D?)pixels : null;

    private static Margins1D? ReadEdges(JsonNode? node) => node is JsonArray { Count: 2 } counts
        ? ReadCount(counts[0]) is { } start && ReadCount(counts[1]) is { } end ? new Margins1D(start, end) : null
        : ReadCount(node) is { } count ? (Margins1D?)count : null;

    private static int? ReadCount(JsonNode? node) => node is null ? null : Configuration.ToInt32(node);
}
