namespace NeuralNet.Explainability;

/// <summary>
/// The neighbours of a row: drawn in blocks, from any threads, and described in the linear model's space, whose equations they make.
/// Of a category one half of the neighbours keeps the row's, the other takes all its columns together from a row of the background, so
/// that groups of many different contents, like the patches of an image, stay comparable. The memory serves one row after the other.
/// </summary>
internal abstract class Neighbourhood(LimeSpace space, NormalEquations equations)
{
    private readonly bool[] isSame = new bool[space.Categories.Length * space.Background.Rows];

    public NormalEquations Equations => equations;

    /// <summary>The row whose neighbours are drawn.</summary>
    protected float[] Row { get; private set; } = [];

    /// <summary>Chooses the row whose neighbours are drawn from now on.</summary>
    public virtual void MoveTo(float[] row)
    {
        Row = row;
        for (int i = 0; i < isSame.Length; i++)
            isSame[i] = IsSame(i / space.Background.Rows, i % space.Background.Rows);
    }

    /// <summary>Draws the neighbours of a block; the first of the first block is the row itself.</summary>
    public abstract void Draw(int block, RandomStream random, Tensor neighbours);

    /// <summary>How far each neighbour of a block is from the row.</summary>
    public abstract double[] Distances(int block);

    /// <summary>Adds the neighbours of a block to the equations.</summary>
    public void Add(int block, double[] weights, double[] effects, Scratch scratch) =>
        equations.Add(block, Places(block), weights, effects, scratch);

    /// <summary>What each feature adds at the row, by the coefficients of the linear model.</summary>
    public double[] Values(double[] coefficients)
    {
        double[] values = new double[coefficients.Length];
        for (int term = 0; term < values.Length; term++)
            values[space.FeatureOf(term)] = coefficients[term] * RowPlace(term);
        return values;
    }

    /// <summary>The place of the row itself in one direction.</summary>
    protected abstract float RowPlace(int term);

    /// <summary>The places of the neighbours of a block.</summary>
    protected abstract DesignMatrix Places(int block);

    /// <summary>Draws the categories of a neighbour that is a copy of the row.</summary>
    /// <param name="lanes">Where whole numbers are drawn from.</param>
    /// <param name="neighbour">The neighbour.</param>
    /// <param name="isRows">Receives for each category whether it is the row's.</param>
    protected void DrawCategories(ref RandomLanes lanes, Span<float> neighbour, Span<bool> isRows)
    {
        Span<int> drawn = stackalloc int[RandomIndices.Count];
        int backgroundRows = space.Background.Rows;
        for (int category = 0; category < isRows.Length; category++)
        {
            if (category % drawn.Length == 0)
                RandomIndices.Draw(ref lanes, 2 * backgroundRows, drawn);
            int other = drawn[category % drawn.Length];
            isRows[category] = other >= backgroundRows || isSame[category * backgroundRows + other];
            if (isRows[category])
                continue;
            ReadOnlySpan<float> from = space.Background.Row(other);
            foreach (int column in space.Categories[category])
                neighbour[column] = from[column];
        }
    }

    private bool IsSame(int category, int other)
    {
        ReadOnlySpan<float> from = space.Background.Row(other);
        foreach (int column in space.Categories[category])
        {
            if (from[column] != Row[column])
                return false;
        }

        return true;
    }
}
