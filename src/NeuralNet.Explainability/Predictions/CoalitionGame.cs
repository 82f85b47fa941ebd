using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Explainability;

/// <summary>
/// A prediction as a game: the players are the features in which the row differs from the background, and a coalition is worth the
/// mean prediction for the background's rows with the coalition's features taken from the row. A feature in which nothing differs
/// plays no part, and is worth nothing.
/// </summary>
internal sealed class CoalitionGame
{
    private readonly Predictor predictor;
    private readonly Tensor row, background;
    private readonly Features features;
    private readonly int[] players;
    private readonly bool columnsArePlayers;

    public CoalitionGame(Predictor predictor, Tensor row, Tensor background, Features features)
    {
        this.predictor = predictor;
        this.row = row;
        this.background = background;
        this.features = features;
        players = [.. Enumerable.Range(0, features.Count).Where(Varies)];
        columnsArePlayers = players.Length == row.Length;
    }

    /// <summary>The number of players.</summary>
    public int Players => players.Length;

    /// <summary>Writes who is in a coalition: a bit for each player, in words of 32.</summary>
    public delegate void Membership(int coalition, Span<uint> members);

    /// <summary>What each of some coalitions is worth.</summary>
    public double[] Values(int coalitions, Membership membership, int output, Run run)
    {
        int width = row.Length;
        return predictor.Means(coalitions, background.Rows, row.Shape, Write, output, run);

        void Write(int coalition, int firstRow, Span<float> rows)
        {
            int words = BitPanels.Words(width);
            Span<uint> columns = words <= 64 ? stackalloc uint[words] : new uint[words];
            WriteColumns(membership, coalition, columns);
            Blend(columns, background.AsSpan().Slice(firstRow * width, rows.Length), rows);
        }
    }

    /// <summary>The worths of the players as values of all features.</summary>
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

    /// <summary>Writes a bit for each column that comes from the row.</summary>
    private void WriteColumns(Membership membership, int coalition, Span<uint> columns)
    {
        if (columnsArePlayers)
        {
            membership(coalition, columns);
            return;
        }

        Span<uint> members = stackalloc uint[64];
        int words = BitPanels.Words(Math.Max(1, players.Length));
        members = words <= members.Length ? members[..words] : new uint[words];
        membership(coalition, members);
        columns.Clear();
        for (int word = 0; word < members.Length; word++)
        {
            for (uint bits = members[word]; bits != 0; bits &= bits - 1)
            {
                int player = word * BitPanels.WordBits + BitOperations.TrailingZeroCount(bits);
                foreach (int column in features.ColumnSpan(players[player]))
                    columns[column / BitPanels.WordBits] |= 1u << (column % BitPanels.WordBits);
            }
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
                Vector512<uint> bits = Vector512.Create(columns[i / BitPanels.WordBits] >> (i % BitPanels.WordBits)) & places;
                Vector512<float> isOwn = Vector512.Equals(bits, places).AsSingle();
                Vector512.ConditionalSelect(isOwn, Vector512.Create(own[i..]), Vector512.Create(other[i..])).CopyTo(target[i..]);
            }

            for (; i < own.Length; i++)
                target[i] = (columns[i / BitPanels.WordBits] >> (i % BitPanels.WordBits) & 1) != 0 ? own[i] : other[i];
        }
    }
}
