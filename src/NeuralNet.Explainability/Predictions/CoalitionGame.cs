using System.Numerics;

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
    private readonly int[] players, playerOf;

    public CoalitionGame(Predictor predictor, Tensor row, Tensor background, Features features)
    {
        this.predictor = predictor;
        this.row = row;
        this.background = background;
        this.features = features;
        players = [.. Enumerable.Range(0, features.Count).Where(Varies)];
        playerOf = new int[row.Length];
        Array.Fill(playerOf, players.Length);
        for (int player = 0; player < players.Length; player++)
        {
            foreach (int column in features.ColumnSpan(players[player]))
                playerOf[column] = player;
        }
    }

    /// <summary>The number of players.</summary>
    public int Players => players.Length;

    /// <summary>Writes who is in a coalition.</summary>
    public delegate void Membership(int coalition, Span<bool> members);

    /// <summary>What each of some coalitions is worth.</summary>
    public double[] Values(int coalitions, Membership membership, int output, Run run)
    {
        int width = row.Length;
        return predictor.Means(coalitions, background.Rows, row.Shape, Write, output, run);

        void Write(int coalition, int firstRow, Span<float> rows)
        {
            // Columns of no player go by one more place, which is false.
            Span<bool> members = players.Length < 256 ? stackalloc bool[players.Length + 1] : new bool[players.Length + 1];
            members[^1] = false;
            membership(coalition, members[..^1]);
            ReadOnlySpan<byte> isMember = BinaryRows.Bytes(members);
            Span<int> fromRow = width <= 1024 ? stackalloc int[width] : new int[width];
            for (int column = 0; column < fromRow.Length; column++)
                fromRow[column] = -isMember[playerOf[column]];
            Blend(fromRow, background.AsSpan().Slice(firstRow * width, rows.Length), rows);
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

    /// <summary>Each value is the row's where the mask is −1, all bits set, and the background's where it is 0.</summary>
    private void Blend(ReadOnlySpan<int> fromRow, ReadOnlySpan<float> others, Span<float> blended)
    {
        ReadOnlySpan<float> own = row.AsSpan();
        for (int start = 0; start < blended.Length; start += own.Length)
        {
            ReadOnlySpan<float> other = others.Slice(start, own.Length);
            Span<float> target = blended.Slice(start, own.Length);
            int i = 0;
            for (; i <= own.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector.ConditionalSelect(new Vector<int>(fromRow[i..]), new Vector<float>(own[i..]), new Vector<float>(other[i..]))
                    .CopyTo(target[i..]);
            }

            for (; i < own.Length; i++)
                target[i] = fromRow[i] != 0 ? own[i] : other[i];
        }
    }
}
