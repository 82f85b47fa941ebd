using System.Collections;
using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>
/// The axes that a layer works along, the last one by default, numbered as in Keras: the batch is axis 0, and negative numbers count from
/// the end. Converts implicitly from a number; several are written as a list, <c>[1, 2]</c>, in any order.
/// </summary>
[CollectionBuilder(typeof(Axes), nameof(Create))]
public readonly struct Axes : IEnumerable<int>
{
    private static readonly int[] Last = [-1];

    private readonly int[]? numbers;

    private Axes(int[] numbers) => this.numbers = numbers;

    /// <summary>The numbers as they were given.</summary>
    internal int[] Numbers => numbers ?? Last;

    /// <summary>Creates axes from a collection expression such as <c>[1, 2]</c>.</summary>
    public static Axes Create(ReadOnlySpan<int> numbers) => new(numbers.ToArray());

    /// <summary>Converts the number of a single axis.</summary>
    public static implicit operator Axes(int axis) => new([axis]);

    /// <summary>Enumerates the numbers as they were given.</summary>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)Numbers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Numbers);

    /// <summary>Gets a value indicating whether the only axis is the last, given as −1.</summary>
    internal bool IsLast => Numbers is [-1];

    /// <summary>Returns the sizes of the axes in an input, in ascending order of the axes.</summary>
    /// <inheritdoc cref="PlacesIn"/>
    internal Shape SizesIn(Layer layer, Shape input) => Array.ConvertAll(PlacesIn(layer, input), place => input[place]);

    /// <summary>Returns the indices of the axes within a row, in ascending order, the outermost being 0.</summary>
    /// <param name="layer">The layer, for messages.</param>
    /// <param name="input">The shape of its only input, without the batch axis.</param>
    /// <exception cref="ArgumentException">An axis does not exist, is the batch, or is given twice.</exception>
    internal int[] PlacesIn(Layer layer, Shape input)
    {
        var places = new List<int>();
        foreach (int number in Numbers)
        {
            int place = number < 0 ? number + input.Rank : number - 1;
            if (place < 0 || place >= input.Rank)
            {
                throw layer.Error(
                    $"was given axis {number} for inputs of shape {input.ToStringWithBatch()}; its axes are 1 to {input.Rank}, or −1 for "
                    + "the last, axis 0 being the batch");
            }

            if (places.Contains(place))
                throw layer.Error($"was given the axes {this} for inputs of shape {input.ToStringWithBatch()}; name each once");
            places.Add(place);
        }

        places.Sort();
        return places.Count > 0 ? [.. places] : throw layer.Error("was given no axis to work along");
    }

    /// <summary>Returns the groups of values along the axes, in rows of this shape.</summary>
    /// <inheritdoc cref="PlacesIn"/>
    internal RowAxes Of(Layer layer, Shape input) => new(input, PlacesIn(layer, input));
}
