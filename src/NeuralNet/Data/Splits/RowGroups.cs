using System.Globalization;

namespace NeuralNet;

/// <summary>The groups to which rows belong, numbered in the order of their first rows.</summary>
internal sealed class RowGroups
{
    private RowGroups(int[] ofRows, int[] sizes) => (OfRows, Sizes) = (ofRows, sizes);

    /// <summary>The number of the group of each row.</summary>
    public int[] OfRows { get; }

    /// <summary>The number of rows of each group.</summary>
    public int[] Sizes { get; }

    /// <summary>The number of groups.</summary>
    public int Count => Sizes.Length;

    /// <summary>Numbers the groups of rows.</summary>
    /// <exception cref="ArgumentNullException">The list is null.</exception>
    /// <exception cref="ArgumentException">The group of a row is null or NaN.</exception>
    public static RowGroups Of<TGroup>(IReadOnlyList<TGroup> groups, string name)
        where TGroup : notnull
    {
        ArgumentNullException.ThrowIfNull(groups, name);
        var ofRows = new int[groups.Count];
        var numbers = new Dictionary<TGroup, int>();
        List<int> sizes = [];
        for (int row = 0; row < ofRows.Length; row++)
        {
            TGroup group = groups[row];
            RequireGroup(group, row, name);
            if (numbers.TryAdd(group, sizes.Count))
                sizes.Add(0);
            ofRows[row] = numbers[group];
            sizes[ofRows[row]]++;
        }

        return new RowGroups(ofRows, [.. sizes]);
    }

    private static void RequireGroup<TGroup>(TGroup? group, int row, string name)
    {
        if (group is null or float.NaN or double.NaN)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"The group of row {row} is {(group is null ? "null" : "NaN")}. Remove such rows, or give them a group of their "
                    + $"own."), name);
    }
}
