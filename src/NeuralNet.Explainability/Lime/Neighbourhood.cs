using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// The neighbours of a row: drawn in blocks, from any threads, and described in the space of the linear model, whose equations they make.
/// One half of the neighbours keeps the row's category; the other takes all columns of the category together from a row of the background,
/// so that groups of many different contents, like the patches of an image, stay comparable. The memory serves one row after the other.
/// </summary>
internal abstract class Neighbourhood
{
    private readonly LimeSpace space;
    private readonly DesignMatrix[] places;
    private readonly bool[] isSame;

    /// <summary>Allocates the memory.</summary>
    /// <param name="space">The space of the linear model.</param>
    /// <param name="blockRows">The number of neighbours in each block.</param>
    /// <param name="isSingle">Whether single precision is enough for the regression.</param>
    protected Neighbourhood(LimeSpace space, int[] blockRows, bool isSingle)
    {
        this.space = space;
        places = Array.ConvertAll(blockRows, rows => new DesignMatrix(rows, space.Features.Count));
        isSame = new bool[space.Categories.Length * space.Background.Rows];
        RowPlace = new float[space.Features.Count];
        Array.Fill(RowPlace, 1);
        Equations = NormalEquations.Of(space.Features.Count, blockRows.Length, isSingle);
    }

    /// <summary>The equations that the neighbours make.</summary>
    public NormalEquations Equations { get; }

    /// <summary>The row whose neighbours are drawn.</summary>
    protected float[] Row { get; private set; } = [];

    /// <summary>The coordinates of the row itself: 1 in each direction unless the row determines them.</summary>
    protected float[] RowPlace { get; }

    /// <summary>Chooses the row whose neighbours are drawn from now on.</summary>
    public virtual void MoveTo(float[] row)
    {
        Row = row;
        for (int i = 0; i < isSame.Length; i++)
            isSame[i] = IsSame(i / space.Background.Rows, i % space.Background.Rows);
    }

    /// <summary>Draws the neighbours of a block; the first of the first block is the row itself.</summary>
    public void Draw(int block, RandomStream random, Tensor neighbours)
    {
        DesignMatrix blockPlaces = places[block];
        DrawNumbers(random, neighbours, blockPlaces);
        for (int i = 0; i < blockPlaces.Rows && space.Categories.Length > 0; i++)
            DrawCategories(random, neighbours.Row(i), blockPlaces.Row(i)[space.Numbers.Length..]);
        if (block != 0)
            return;
        Row.CopyTo(neighbours.Row(0));
        RowPlace.CopyTo(blockPlaces.Row(0));
    }

    /// <summary>Returns the distance of each neighbour of a block from the row.</summary>
    public double[] Distances(int block)
    {
        double[] distances = new double[places[block].Rows];
        for (int row = 0; row < distances.Length; row++)
            distances[row] = TensorPrimitives.Distance<float>(places[block].Row(row), RowPlace);
        return distances;
    }

    /// <summary>Adds the neighbours of a block to the equations.</summary>
    public void Add(int block, double[] weights, double[] effects, Scratch scratch) =>
        Equations.Add(block, places[block], weights, effects, scratch);

    /// <summary>Returns what each feature adds at the row, by the coefficients of the linear model.</summary>
    public double[] Values(double[] coefficients)
    {
        double[] values = new double[coefficients.Length];
        for (int term = 0; term < values.Length; term++)
            values[space.FeatureOf(term)] = coefficients[term] * RowPlace[term];
        return values;
    }

    /// <summary>Draws the numbers of neighbours, and writes their places.</summary>
    protected abstract void DrawNumbers(RandomStream random, Tensor neighbours, DesignMatrix places);

    private void DrawCategories(RandomStream random, Span<float> neighbour, Span<float> place)
    {
        int backgroundRows = space.Background.Rows;
        for (int category = 0; category < place.Length; category++)
        {
            int other = random.NextInt32(2 * backgroundRows);
            bool isRows = other >= backgroundRows || isSame[category * backgroundRows + other];
            place[category] = isRows ? 1 : 0;
            ReadOnlySpan<float> from = isRows ? Row : space.Background.Row(other);
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
