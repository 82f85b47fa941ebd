using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Explainability;

/// <summary>
/// A prediction as a game: the players are the features in which the row differs from the background, and the worth of a coalition is the
/// mean prediction for the background's rows with the coalition's features replaced by those of the row. A feature that does not differ is
/// not a player, and its value is 0.
/// </summary>
internal sealed class CoalitionGame
{
    private readonly PredictionFunction function;
    private readonly Tensor row, background;
    private readonly Features features;
    private readonly int[] players;
    private readonly bool columnsArePlayers;

    public CoalitionGame(PredictionFunction function, Tensor row, Tensor background, Features features)
    {
        this.function = function;
        this.row = row;
        this.background = background;
        this.features = features;
        players = [.. Enumerable.Range(0, features.Count).Where(Varies)];
        columnsArePlayers = players.Length == row.Length;
    }

    /// <summary>The number of players.</summary>
    public int Players => players.Length;

    /// <summary>Writes the players of a coalition as the words of a <see cref="BitSet"/>.</summary>
    public delegate void Membership(int coalition, Span<uint> members);

    /// <summary>Computes the worth of each of some coalitions.</summary>
    public double[] Values(int coalitions, Membership membership, int output, Run run)
    {
        int width = row.Length;
        return function.Means(coalitions, background.Rows, row.Shape, Write, output, run);

        void Write(int coalition, int firstRow, Span<float> rows)
        {
            int words = BitSet.Words(width);
            Span<uint> columns = words <= 64 ? stackalloc uint[words] : new uint[words];
            WriteColumns(membership, coalition, columns);
            Blend(columns, background.AsSpan().Slice(firstRow * width, rows.Length), rows);
        }
    }

    /// <summary>Returns the worths of the players as values of all features.</summary>
    public double[] Spread(ReadOnlySpan<double> worths)
    {
        double[] values = new double[features.Count];
        for (int player = 0; player < players.Length; player++)
            values[players[player]] = worths[player];
        return values;
    }

    private bool Varies(int feature)
    {
        for (int i = 0; i < background.Rows; i++)
        {
            ReadOnlySpan<float> other = background.Row(i);
            foreach (int column in features.ColumnSpan(feature))
            {
                if (other[column] != row.AsSpan()[column])
                    return true;
            }
        }

        return false;
    }

    /// <summary>Writes the set of the columns that come from the row.</summary>
    private void WriteColumns(Membership membership, int coalition, Span<uint> columns)
    {
        if (columnsArePlayers)
        {
            membership(coalition, columns);
            return;
        }

        Span<uint> members = stackalloc uint[64];
        int words = BitSet.Words(Math.Max(1, players.Length));
        members = words <= members.Length ? members[..words] : new uint[words];
        membership(coalition, members);
        columns.Clear();
        foreach (int player in new BitSet(members))
        {
            foreach (int column in features.ColumnSpan(players[player]))
                BitSet.Add(columns, column);
        }
    }

    /// <summary>Each value is the row's where the column's bit is 1, and the background's where it is 0.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Blend(ReadOnlySpan<uint> columns, ReadOnlySpan<float> others, Span<float> blended)
    {
        ReadOnlySpan<float> own = row.AsSpan();
        Vector512<uint> places = Vector512.Create(
            1u, 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7,
            1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15);
        for (int start = 0; start < blended.Length; start += own.Length)
        {
            ReadOnlySpan<float> other = others.Slice(start, own.Length);
            Span<float> target = blended.Slice(start, own.Length);
            int i = 0;
            for (; i <= own.Length - Vector512<float>.Count; i += Vector512<float>.Count)
            {
                Vector512<uint> bits = Vector512.Create(columns[i / BitSet.WordBits] >> (i % BitSet.WordBits)) & places;
                Vector512<float> isOwn = Vector512.Equals(bits, places).AsSingle();
                Vector512.ConditionalSelect(isOwn, Vector512.Create(own[i..]), Vector512.Create(other[i..])).CopyTo(target[i..]);
            }

            for (; i < own.Length; i++)
                target[i] = (columns[i / BitSet.WordBits] >> (i % BitSet.WordBits) & 1) != 0 ? own[i] : other[i];
        }
    }
}
